import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { readKeyholderConfig } from './config.ts';

const example = parseEnv(readFileSync(new URL('../example.env', import.meta.url), 'utf8'));

test('the example environment is read as it stands', () => {
  const config = readKeyholderConfig(example);
  expect(config).toMatchObject({ host: '127.0.0.1', port: 4101, logLevel: 'info', threads: 2 });
  expect(config.oprfKey.reveal()).toEqual(new Uint8Array(32));
});

test('printing the configuration shows no secret', () => {
  const printed = JSON.stringify(readKeyholderConfig(example));
  expect(printed).not.toContain('replace-me');
  expect(printed).not.toContain('AAAA');
});

test('a missing key and a misspelt setting are reported together', () => {
  const { CREDLINK_OPRF_KEY: _, ...rest } = example;
  expect(() => readKeyholderConfig({ ...rest, CREDLINK_THREDS: '3' })).toThrow(
    /CREDLINK_THREDS: no such setting\n {2}CREDLINK_OPRF_KEY: is missing/,
  );
});
