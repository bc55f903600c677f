import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { readStewardConfig } from './config.ts';

const example = parseEnv(readFileSync(new URL('../example.env', import.meta.url), 'utf8'));

test('the example environment is read as it stands, and its secrets do not print', () => {
  const config = readStewardConfig(example);
  expect(config).toMatchObject({ host: '127.0.0.1', port: 4103, logLevel: 'info' });
  expect(config.queueUrl.kind).toBe('redis');
  expect(JSON.stringify(config)).not.toContain('replace-me');
});
