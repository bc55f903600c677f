import { AppError } from '@credlink/contracts';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { flag, port, readConfig, secretKey, secretText, wholeNumber } from './config.ts';

const schema = z.strictObject({
  databaseUrl: secretText(),
  port: port(),
  threads: wholeNumber(1, 64).default(2),
  isOpen: flag().default(false),
  vaultKey: secretKey(16),
});
const KEY = Buffer.alloc(16, 5).toString('base64');

test('fields come from prefixed variables, defaults fill in, secrets are wrapped', () => {
  const config = readConfig('APP_', schema, {
    APP_DATABASE_URL: 'postgres://x',
    APP_PORT: '8080',
    APP_IS_OPEN: 'true',
    APP_VAULT_KEY: KEY,
    APP_THREADS: '',
    PATH: '/bin',
  });
  expect(config).toMatchObject({ port: 8080, threads: 2, isOpen: true });
  expect(config.databaseUrl.reveal()).toBe('postgres://x');
  expect(config.vaultKey.reveal()).toEqual(new Uint8Array(16).fill(5));
  expect(JSON.stringify(config)).not.toContain('postgres');
});

test('every problem is reported at once, by variable, without its value', () => {
  const read = () =>
    readConfig('APP_', schema, {
      APP_PORT: '70000',
      APP_THREADS: 'many',
      APP_IS_OPEN: 'yes',
      APP_VAULT_KEY: 'c2hvcnQ=',
      APP_TREADS: '4',
    });
  expect(read).toThrow(AppError);
  const problems = (() => {
    try {
      read();
      return null;
    } catch (error) {
      return error instanceof AppError ? error.detail.problems : null;
    }
  })();
  expect(problems).toEqual([
    'APP_TREADS: no such setting',
    'APP_DATABASE_URL: is missing',
    'APP_PORT: Too big: expected number to be <=65535',
    'APP_THREADS: is not a whole number',
    'APP_IS_OPEN: Invalid option: expected one of "true"|"false"',
    'APP_VAULT_KEY: is not 16 bytes of base64',
  ]);
});
