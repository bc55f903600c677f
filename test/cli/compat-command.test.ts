import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openLinkTokens, opprlKey, opprlTokens, piipanHash } from '../../packages/tokens/src/index.ts';
import { runInMemory } from './run-in-memory.ts';

const HOLDERS = `record_ref,first_name,last_name,date_of_birth,ssn,zip,credential_code,award_date,action
"R,1",Ada,Lovelace,1980-12-10,219-09-1234,90210,CL-CMA,2024-03-31,initial
R-2,Grace,Hopper,1976-12-09,,,CL-CMA,2024-03-31,initial
R-3,Alan,Turing,1976-06-23,219-09-1235,,CL-CMA,1700-01-01,initial
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-compat-'));
  writeFileSync(join(folder, 'holders.csv'), HOLDERS);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const path = (name: string): string => join(folder, name);
const run = (standard: string, rest = '') =>
  runInMemory(
    `compat ${path('holders.csv')} --kind holders --standard ${standard} --out ${path('out.csv')} ${rest}`
      .trim()
      .split(' '),
    { workingFolder: folder },
  );
const lines = (): string[] => readFileSync(path('out.csv'), 'utf8').trimEnd().split('\n');

describe('credlink compat', () => {
  test('writes the hashes of piipan, and says what they are worth', async () => {
    const { exitCode, stdout } = await run('piipan');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('3 rows read, 1 rejected. Tokens by rule: hash 1.');
    expect(stdout).toContain('the hash has no key');
    const hash = piipanHash(
      { lastName: 'Lovelace', birthDate: '1980-12-10', ssn: '219-09-1234' },
      '2026-01-15',
    );
    expect(lines()).toEqual(['record,rule,token', `"R,1",hash,${hash}`]);
    expect(statSync(path('out.csv')).mode & 0o077).toBe(0);
  });

  test('writes tokens of OpenLinkToken under the secret of the key file', async () => {
    writeFileSync(path('secret'), 'HashingKey\n');
    expect((await run('openlinktoken', `--key-file ${path('secret')}`)).exitCode).toBe(0);
    const { T2 } = openLinkTokens(
      {
        firstName: 'Ada',
        lastName: 'Lovelace',
        birthDate: '1980-12-10',
        sex: '',
        postalCode: '90210',
        socialSecurityNumber: '',
      },
      'HashingKey',
      '2026-01-15',
    );
    expect(lines()).toEqual(['record,rule,token', `"R,1",T2,${T2}`]);
  });

  test('writes tokens of OPPRL under the RSA key of the key file', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    writeFileSync(path('private.pem'), pem);
    expect((await run('opprl-v2', `--key-file ${path('private.pem')}`)).exitCode).toBe(0);
    const tokens = opprlTokens(
      {
        firstName: 'Grace',
        lastName: 'Hopper',
        gender: null,
        birthDate: '1976-12-09',
        email: null,
        phone: null,
        ssn: null,
        groupNumber: null,
        memberId: null,
      },
      opprlKey('v2', pem),
    );
    expect(lines().filter((line) => line.startsWith('R-2'))).toEqual(
      [4, 5, 6].map((rule) => `R-2,${rule},${Object.entries(tokens)[rule - 1]?.[1]}`),
    );
  });

  test.each([
    ['opprl-v2', '', 'opprl-v2 needs --key-file'],
    ['openlinktoken', '--key-file nowhere', 'the key file cannot be opened'],
    ['piipan', '--key-file secret', 'piipan has no key'],
    ['opprl-v2', '--key-file holders.csv', 'the key file holds no key of opprl-v2'],
  ])('says what is wrong with the key: %s %s', async (standard, rest, message) => {
    const { exitCode, stderr } = await run(standard, rest.replace('holders.csv', path('holders.csv')));
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain(message);
    expect(existsSync(path('out.csv'))).toBe(false);
  });

  test('never overwrites a file', async () => {
    writeFileSync(path('out.csv'), 'mine');
    const { exitCode, stderr } = await run('piipan');
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain('the output file exists');
    expect(readFileSync(path('out.csv'), 'utf8')).toBe('mine');
  });

  test('leaves nothing behind when the file cannot be used', async () => {
    writeFileSync(path('holders.csv'), 'a,b\n1,2\n');
    expect((await run('piipan')).exitCode).not.toBe(0);
    expect(existsSync(path('out.csv'))).toBe(false);
  });
});
