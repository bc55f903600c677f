import { expect, test } from 'vitest';
import { exchangeParameters } from '../../../test/support/exchange-rows.ts';
import { runningSteward } from '../../../test/support/running-steward.ts';
import { bootstrapExchange } from './bootstrap.ts';
import { runBootstrap } from './bootstrap-command.ts';

const { clock, database } = runningSteward();

test('an exchange is set up once', async () => {
  const order = { exchange: exchangeParameters(), steward: { organisation: 'second', name: 'Second' } };
  const dependencies = { db: database.store('steward').db, clock };
  await expect(bootstrapExchange(dependencies, order)).rejects.toMatchObject({ code: 'conflict' });
  const out: string[] = [];
  const errors: string[] = [];
  const sinks = [
    { write: (text: string) => out.push(text) },
    { write: (text: string) => errors.push(text) },
  ] as const;
  const args = ['--name', 'X', '--steward', 'second=Second', '--key-check-value', 'ab'.repeat(16)];
  args.push('--pack', 'holder@1.0.0', '--oprf-public-key', 'AAAA');
  const environment = { CREDLINK_DATABASE_URL: database.url('steward') };
  expect(await runBootstrap(args, environment, ...sinks)).toBe(1);
  expect([out, errors]).toEqual([[], ['this database has its exchange already (conflict)\n']]);
});

test.each([
  ['no steward', ['--name', 'X'], '--steward is CODE=NAME'],
  ['an unknown option', ['--nmae', 'X'], "Unknown option '--nmae'"],
  [
    'a key check value that is none',
    ['--name', 'X', '--steward', 'a=A', '--key-check-value', 'zz', '--oprf-public-key', 'AAAA'],
    'missing or not valid: --key-check-value',
  ],
])('bootstrap with %s says what is wrong and does nothing', async (_, args, message) => {
  const errors: string[] = [];
  const code = await runBootstrap(args, {}, { write: () => true }, { write: (text) => errors.push(text) });
  expect(code).toBe(2);
  expect(errors.join('')).toContain(message);
});
