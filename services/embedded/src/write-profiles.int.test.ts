import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { profilePath, writeProfiles } from './write-profiles.ts';

test('every API key gets the settings its owner needs, readable by nobody else and without the key', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'credlink-profiles-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const home = { keys: join(folder, 'keys'), contributors: join(folder, 'contributors') };
  await mkdir(home.keys);
  await writeFile(join(home.keys, 'harbor.api-key'), 'ck_secret');
  const urls = { outcomes: 'http://a', keyholder: 'http://b', intake: 'http://c', steward: 'http://d' };

  await writeProfiles(home, join(home.keys, 'exchange-key.json'), urls);

  const path = profilePath(home, 'harbor');
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
    urls,
    apiKeyFile: 'harbor.api-key',
    exchangeKeyFile: 'exchange-key.json',
    organisation: 'harbor',
    stateFolder: join('..', 'contributors', 'harbor'),
  });
  expect((await stat(path)).mode & 0o077).toBe(0);
});
