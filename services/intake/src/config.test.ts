import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { readIntakeConfig } from './config.ts';

const example = parseEnv(readFileSync(new URL('../example.env', import.meta.url), 'utf8'));

test('the example environment is read as it stands, and its secrets do not print', () => {
  const config = readIntakeConfig(example);
  expect(config).toMatchObject({ host: '127.0.0.1', port: 4102, memoryLimit: '2GiB', sweepSeconds: 60 });
  expect(config.vaultKey.reveal()).toEqual(new Uint8Array(32));
  const printed = JSON.stringify(config);
  expect(printed).not.toContain('replace-me');
  expect(printed).not.toContain('AAAA');
});

test.each(['1TB', '1GB; DROP TABLE upload', 'all'])('a memory limit of %s is refused', (limit) => {
  expect(() => readIntakeConfig({ ...example, CREDLINK_MEMORY_LIMIT: limit })).toThrow(
    'CREDLINK_MEMORY_LIMIT: is no size such as 512MB or 2GiB',
  );
});
