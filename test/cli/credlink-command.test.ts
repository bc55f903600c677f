import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { listen } from '../client/listen.ts';
import { runInMemory } from './run-in-memory.ts';

const HOLDERS = `record_ref,first_name,last_name,date_of_birth,ssn,credential_code,award_date,action
R-1,Ada,Lovelace,1980-12-10,219-09-1234,CL-CMA,2024-03-31,initial
R-2,Grace,Hopper,1976-12-09,457-55-5463,CL-CMA,1700-01-01,initial
`;

const COMMANDS = [
  'map',
  'check',
  'tokenise',
  'upload',
  'status',
  'withdraw',
  'key',
  'compat',
  'outcomes',
  'organisations',
  'api-keys',
  'agreements',
  'catalogue',
  'uploads',
  'link',
  'release',
  'keys',
  'audit',
  'exchange',
];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-cli-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const run = (words: string, rest: { environment?: Record<string, string>; signal?: AbortSignal } = {}) =>
  runInMemory(words.split(' '), { workingFolder: folder, ...rest });

describe('help', () => {
  test('lists every command, the settings and the exit codes', async () => {
    const { exitCode, stdout } = await run('--help');
    expect(exitCode).toBe(0);
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    expect(stdout).toContain('CREDLINK_API_KEY_FILE');
    expect(stdout).toContain('4    the file was rejected');
  });

  test.each(COMMANDS)('of %s shows an example', async (command) => {
    const { exitCode, stdout } = await run(`${command} --help`);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(new RegExp(`Examples?:\\n[^]*credlink ${command}`));
  });
});

describe('exit codes', () => {
  test('2 for an unknown command, a missing option, an unreadable profile', async () => {
    expect((await run('nonsense')).exitCode).toBe(2);
    expect((await run('check holders.csv')).exitCode).toBe(2);
    expect((await run('status --profile nothing.json')).exitCode).toBe(2);
    expect((await run('tokenise x.csv --kind holders --out x')).exitCode).toBe(2);
  });

  test.each([
    'upload x.csv --kind holders --supersedes nothing',
    'withdraw nothing',
    'status nothing',
    'link show nothing',
    'release publish nothing',
    'api-keys revoke nothing',
  ])('2 for an id that is none, naming the command that lists them: %s', async (words) => {
    const { exitCode, stdout, stderr } = await run(`${words} --json`);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/That is no id; "credlink [a-z -]+" lists them/);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'usage' } });
  });

  test('2 for a document with a wrong value, telling what may stand there', async () => {
    writeFileSync(join(folder, 'agreement.json'), JSON.stringify({ uses: ['sell'], starts: '1 Jan 2026' }));
    const { exitCode, stderr } = await run(`agreements put ${folder}/agreement.json`);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/uses\.0 \(one of: link .*starts \(yyyy-mm-dd\)/);
    expect(stderr).not.toContain('sell');
  });

  test('4 for a file that is rejected', async () => {
    writeFileSync(join(folder, 'holders.csv'), '');
    const { exitCode, stderr } = await run(
      `check ${folder}/holders.csv --kind holders --organisation careline`,
    );
    expect(exitCode).toBe(4);
    expect(stderr).toContain('credlink: file_empty: ');
  });

  test('5 where no service answers, with what to do next and without a stack', async () => {
    const nobody = await listen(() => undefined);
    await nobody.close();
    const { exitCode, stderr } = await run('status', { environment: { CREDLINK_INTAKE_URL: nobody.url } });
    expect(exitCode).toBe(5);
    expect(stderr).toContain('cannot be reached');
    expect(stderr).not.toMatch(/\n\s+at /);
  }, 30_000);

  test('3 for a refusal, with the code of the exchange', async () => {
    const refusing = await listen((_request, response) => {
      const problem = {
        type: 'about:blank',
        title: 'The API key is not known',
        status: 401,
        code: 'api_key_unknown',
        detail: '',
        requestId: 'r1',
      };
      response.writeHead(401, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
    });
    const { exitCode, stdout } = await run('status --json', {
      environment: { CREDLINK_INTAKE_URL: refusing.url },
    });
    await refusing.close();
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'api_key_unknown', kind: 'rejected' } });
  });

  test('130 after Ctrl-C, saying how to go on', async () => {
    writeFileSync(join(folder, 'holders.csv'), HOLDERS);
    const { exitCode, stderr } = await run(
      `check ${folder}/holders.csv --kind holders --organisation careline`,
      {
        signal: AbortSignal.abort(),
      },
    );
    expect(exitCode).toBe(130);
    expect(stderr).toContain('run the same command again to go on');
  });
});

test('Ctrl-C is answered at once, before what runs has come to its end', async () => {
  let requests = 0;
  const silent = await listen(() => {
    requests += 1;
  });
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, '../../packages/cli/src/main.ts'), 'status'],
    {
      cwd: folder,
      env: { ...process.env, CREDLINK_HOME: folder, CREDLINK_INTAKE_URL: silent.url },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  await vi.waitUntil(() => requests > 0, { timeout: 20_000 });
  child.kill('SIGINT');
  const [code] = await once(child, 'close');
  await silent.close();
  expect(code).toBe(130);
  expect(stderr).toMatch(/^\nStopping \.\.\.\n\n?Stopped\./);
}, 30_000);

describe('check', () => {
  test('needs no organisation and says what sends the file', async () => {
    writeFileSync(join(folder, 'holders.csv'), HOLDERS);
    const { exitCode, stdout } = await run(`check ${folder}/holders.csv --kind holders`);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Nothing was sent. To send it: credlink upload holders.csv --kind holders\n');
  });

  test('of a file without a usable row says why and where', async () => {
    writeFileSync(join(folder, 'holders.csv'), HOLDERS.replace('2024-03-31', '1700-01-01'));
    const { exitCode, stderr } = await run(`check ${folder}/holders.csv --kind holders`);
    expect(exitCode).toBe(4);
    expect(stderr).toContain(
      'none of the 2 rows of the file can be used: date_out_of_range 2 (line 2, 3).\n',
    );
  });

  test('prints one JSON document on standard output and progress elsewhere', async () => {
    writeFileSync(join(folder, 'holders.csv'), HOLDERS);
    const { exitCode, stdout, stderr } = await run(
      `check ${folder}/holders.csv --kind holders --organisation careline --json`,
    );
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ rowsRead: 2, rowsSent: 1 });
    expect(stderr).toContain('read 100 %');
  });

  test('names rejected rows by line and nothing by value, wherever it writes', async () => {
    writeFileSync(join(folder, 'holders.csv'), HOLDERS);
    for (const format of ['', ' --json']) {
      const { stdout, stderr } = await run(
        `check ${folder}/holders.csv --kind holders --organisation careline${format}`,
      );
      expect(stdout).toMatch(/date_out_of_range/);
      for (const value of [
        'Ada',
        'Lovelace',
        'Grace',
        'Hopper',
        '219-09',
        '457-55',
        '1980-12-10',
        '1700-01-01',
      ]) {
        expect(stdout + stderr).not.toContain(value);
      }
    }
  });

  test('says why the streets of a residence hall are placeholders', async () => {
    const residents = (count: number) =>
      Array.from(
        { length: count },
        (_, index) =>
          `R-${index},Ada,Lovelace${index},1980-12-10,69 Hall Road Rm ${index},08601,CL-CMA,2024-03-31,initial\n`,
      ).join('');
    const header =
      'record_ref,first_name,last_name,date_of_birth,street_address,zip,credential_code,award_date,action\n';
    const told = async (count: number) => {
      writeFileSync(join(folder, 'holders.csv'), header + residents(count));
      return (await run(`check ${folder}/holders.csv --kind holders`)).stdout;
    };
    expect(await told(30)).not.toContain('residence hall');
    expect(await told(31)).toContain(
      '1 address is that of more than 30 subjects (a residence hall, an institution, a default)',
    );
  });

  test('a hostile column name moves no cursor', async () => {
    writeFileSync(join(folder, 'holders.csv'), HOLDERS.replace('action\n', 'action,\u001b[2Jowned\n'));
    const { stdout, stderr } = await run(
      `check ${folder}/holders.csv --kind holders --organisation careline`,
    );
    expect(stdout + stderr).not.toContain('\u001b');
  });
});

describe('map', () => {
  test('writes a mapping that check accepts, never over an existing file', async () => {
    writeFileSync(
      join(folder, 'own.csv'),
      'Cert No,Surname,First,Credential Code,Award Date\nR-1,Lovelace,Ada,CL-CMA,2024-03-31\n',
    );
    const made = await run(`map ${folder}/own.csv --kind holders --out ${folder}/map.json`);
    expect(made.exitCode).toBe(0);
    const mapping = JSON.parse(readFileSync(join(folder, 'map.json'), 'utf8'));
    expect(mapping.columns).toMatchObject({ last_name: ['Surname'], first_name: ['First'] });
    const checked = await run(
      `check ${folder}/own.csv --kind holders --mapping ${folder}/map.json --organisation careline --json`,
    );
    expect(JSON.parse(checked.stdout)).toMatchObject({ rowsSent: 1 });
    expect((await run(`map ${folder}/own.csv --kind holders --out ${folder}/map.json`)).exitCode).toBe(2);
  });
});

describe('key', () => {
  test('makes a key file for its owner alone and shows a check value, never the key', async () => {
    const made = await run(`key create --out ${folder}/exchange.key --json`);
    const { key } = JSON.parse(readFileSync(join(folder, 'exchange.key'), 'utf8'));
    expect(statSync(join(folder, 'exchange.key')).mode & 0o077).toBe(0);
    const shown = await run('key show --json', {
      environment: { CREDLINK_EXCHANGE_KEY_FILE: join(folder, 'exchange.key') },
    });
    expect(JSON.parse(shown.stdout)).toEqual(JSON.parse(made.stdout));
    expect(made.stdout + shown.stdout).not.toContain(key);
    expect((await run(`key create --out ${folder}/exchange.key`)).exitCode).toBe(2);
    expect(JSON.parse(readFileSync(join(folder, 'exchange.key'), 'utf8')).key).toBe(key);
  });
});

describe('the profile', () => {
  test('an unknown setting is refused by name, a secret in it never shown', async () => {
    writeFileSync(join(folder, 'credlink.json'), JSON.stringify({ apiKey: 'ck_secret', urls: {} }));
    const { exitCode, stderr } = await run('status');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('unknown apiKey');
    expect(stderr).not.toContain('ck_secret');
  });

  test('the environment wins over the file, paths are relative to the file', async () => {
    const seen: (string | undefined)[] = [];
    const server = await listen((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"uploads":[]}');
    });
    const apiKey = 'ck_4b1f0f52-8ea4-4a4a-9c1c-3b2a5f7f0001_secret';
    writeFileSync(join(folder, 'api.key'), `${apiKey}\n`);
    writeFileSync(
      join(folder, 'credlink.json'),
      JSON.stringify({ urls: { intake: 'http://127.0.0.1:1' }, apiKeyFile: 'api.key' }),
    );
    const { exitCode, stdout } = await run('status', { environment: { CREDLINK_INTAKE_URL: server.url } });
    await server.close();
    expect([exitCode, stdout, seen]).toEqual([0, 'No uploads yet.\n', [`Bearer ${apiKey}`]]);
  });
});
