import { createHash, createHmac } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Manifest, transient } from '@credlink/contracts';
import { type TokeniseOptions, tokeniseFile } from '@credlink/contribute';
import {
  createEmployerTokeniser,
  createTokeniser,
  loadOprf,
  normaliseIdentifiers,
  PACKS,
  sourceDigestKey,
  ssnOprfInput,
} from '@credlink/tokens';
import { describe, expect, test } from 'vitest';
import { type LocalKeyholder, localKeyholder } from './local-keyholder.ts';
import { privateFolder } from './private-folder.ts';
import { readParquet } from './read-parquet.ts';

const TODAY = '2026-01-15';

const HOLDERS = `record_ref,first_name,last_name,date_of_birth,ssn,credential_code,award_date,action
R-1,Ada,Lovelace,1980-12-10,219-09-1234,CL-CMA,2024-03-31,initial
R-2,Ada,Lovelace,1980-12-10,219-09-1234,CL-CMA,2026-01-02,renewal
R-3,Grace,Hopper,1976-12-09,,CL-PHL,2023-06-30,initial
R-4,Alan,Turing,1982-06-23,000-00-0000,CL-PHL,2999-01-01,initial
`;

/** One line in LEHD order: 96 characters. */
function wageLine(ssn: string, first: string, last: string, account: string, wages: string): string {
  return [
    ssn.padEnd(9),
    first.padEnd(15),
    ' ',
    last.padEnd(20),
    '34',
    account.padStart(10, '0'),
    '00001',
    ' '.repeat(9),
    '20161',
    wages.startsWith('-') ? `-${wages.slice(1).padStart(9, '0')}` : wages.padStart(10, '0'),
    ' '.repeat(10),
  ].join('');
}

const folder = privateFolder();

async function optionsFor(
  keyholder: LocalKeyholder,
  source: TokeniseOptions['source'],
  output = 'out',
): Promise<TokeniseOptions> {
  return {
    source,
    exchangeKey: keyholder.exchangeKey,
    parameters: keyholder.parameters,
    keyholder: keyholder.client,
    challenge: keyholder.challenge,
    state: await folder.state(),
    outputFolder: folder.path(output),
    supersedes: null,
    today: TODAY,
    threads: 1,
  };
}

/** What a person who held every key would compute for one subject, through the unblinded function. */
async function expectedTokens(keyholder: LocalKeyholder, raw: Parameters<typeof normaliseIdentifiers>[0]) {
  const record = normaliseIdentifiers(raw, TODAY);
  let evaluation: Uint8Array | null = null;
  if (record.ssn !== null) {
    const oprf = await loadOprf();
    const input = ssnOprfInput(record.ssn);
    const blind = oprf.scalarFromRandom(new Uint8Array(64).fill(7));
    const blinded = oprf.blind([input], [blind]);
    const { evaluatedElements, proof } = await keyholder.client.evaluate({
      keyEpoch: 1,
      blindedElements: blinded.map((element) => Buffer.from(element).toString('base64')),
    });
    const result = oprf.finalise({
      inputs: [input],
      blinds: [blind],
      blindedElements: blinded,
      evaluatedElements: evaluatedElements.map((text) => new Uint8Array(Buffer.from(text, 'base64'))),
      proof: new Uint8Array(Buffer.from(proof, 'base64')),
      publicKey: new Uint8Array(Buffer.from(keyholder.parameters.oprfPublicKey, 'base64')),
    });
    if (result.kind === 'outputs') evaluation = result.outputs[0] ?? null;
  }
  const tokeniser = createTokeniser({
    exchangeKey: keyholder.exchangeKey.key,
    keyEpoch: 1,
    pack: PACKS.holder,
  });
  return tokeniser.tokensOf(record, evaluation).map(({ code, token }) => `${code} ${uuidOf(token)}`);
}

function uuidOf(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

describe('a tokenised holder file', () => {
  test('holds one subject per set of identifiers, its tokens, and the facts by contract', async () => {
    const keyholder = await localKeyholder();
    const source = await folder.source('holders.csv', 'holders', HOLDERS);
    const made = await tokeniseFile(await optionsFor(keyholder, source));
    const facts = await readParquet(join(made.folder, 'facts.parquet'));
    const identity = await readParquet(join(made.folder, 'identity.parquet'));
    expect((await stat(made.receiptPath)).mode & 0o777).toBe(0o600);
    const receipt = await readParquet(made.receiptPath);

    const subjectOf = new Map(receipt.map((row) => [row.record_ref, row.subject_id]));
    expect([...subjectOf.keys()]).toEqual(['R-1', 'R-2', 'R-3']);
    expect(subjectOf.get('R-1')).toBe(subjectOf.get('R-2'));
    expect(new Set(subjectOf.values()).size).toBe(2);

    const tokensOf = (ref: string) =>
      identity
        .filter((row) => row.subject_id === subjectOf.get(ref))
        .map((row) => `${row.rule} ${row.token}`);
    expect(tokensOf('R-1')).toEqual(
      await expectedTokens(keyholder, {
        givenName: 'Ada',
        surname: 'Lovelace',
        dateOfBirth: '1980-12-10',
        ssn: '219-09-1234',
      }),
    );
    expect(tokensOf('R-3')).toEqual(
      await expectedTokens(keyholder, { givenName: 'Grace', surname: 'Hopper', dateOfBirth: '1976-12-09' }),
    );
    expect(facts.filter((row) => row.subject_id === subjectOf.get('R-3'))).toEqual([
      {
        subject_id: subjectOf.get('R-3'),
        credential_code: 'CL-PHL',
        award_date: '2023-06-30',
        action: 'initial',
        expires_on: null,
        exam_date: null,
        attempt_no: null,
        route: null,
        assessment_state: null,
      },
    ]);
  });

  test('states in its manifest what is in the files', async () => {
    const keyholder = await localKeyholder();
    const source = await folder.source('holders.csv', 'holders', HOLDERS);
    const made = await tokeniseFile(await optionsFor(keyholder, source));
    const manifest = Manifest.parse(JSON.parse(readFileSync(join(made.folder, 'manifest.json'), 'utf8')));
    for (const part of ['identity', 'facts'] as const) {
      const bytes = readFileSync(join(made.folder, `${part}.parquet`));
      expect(manifest.files[part].sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
      expect(manifest.files[part].bytes).toBe(bytes.length);
    }
    expect(manifest.sourceDigest).toBe(
      createHmac('sha256', sourceDigestKey(keyholder.exchangeKey.key)).update(HOLDERS).digest('hex'),
    );
    expect(manifest.subjects).toBe(2);
    expect(manifest.files.facts.rows).toBe(3);
    expect(manifest.coverage).toEqual({ from: '2023-06-30', to: '2026-01-02' });
    expect(manifest.preflight).toMatchObject({
      rowsRead: 4,
      rowsSent: 3,
      rejected: { date_out_of_range: 1 },
      identifiers: { ssn: { valid: 2, missing: 1, invalid: 0, placeholder: 0 } },
    });
    expect(manifest.attributePresence).toMatchObject({ surname: 1, ssn: 0.5, zip: 0 });
  });

  test('fingerprints a packed file as it lies on disk, padding included', async () => {
    const keyholder = await localKeyholder();
    const padded = Buffer.concat([gzipSync(HOLDERS), Buffer.alloc(5_000_000)]);
    const made = await tokeniseFile(
      await optionsFor(keyholder, await folder.source('holders.csv.gz', 'holders', padded)),
    );
    expect(made.manifest.preflight.rowsSent).toBe(3);
    expect(made.manifest.sourceDigest).toBe(
      createHmac('sha256', sourceDigestKey(keyholder.exchangeKey.key)).update(padded).digest('hex'),
    );
  });

  test('gives the same person other subject ids next time, and asks for no SSN twice', async () => {
    const keyholder = await localKeyholder();
    const source = await folder.source('holders.csv', 'holders', HOLDERS);
    const first = await tokeniseFile(await optionsFor(keyholder, source, 'one'));
    const second = await tokeniseFile(await optionsFor(keyholder, source, 'two'));
    expect(first.evaluations).toEqual({ distinct: 1, remembered: 0 });
    expect(second.evaluations).toEqual({ distinct: 1, remembered: 1 });
    expect(keyholder.evaluated()).toBe(1);
    const ids = async (made: typeof first) =>
      new Set((await readParquet(join(made.folder, 'facts.parquet'))).map((row) => row.subject_id));
    const [before, after] = [await ids(first), await ids(second)];
    expect([...before].filter((id) => after.has(id))).toEqual([]);
    const tokens = async (made: typeof first) =>
      (await readParquet(join(made.folder, 'identity.parquet')))
        .map((row) => `${row.rule} ${row.token}`)
        .sort();
    expect(await tokens(first)).toEqual(await tokens(second));
  });

  test('rows come in the order of random subject ids, not in the order of the file', async () => {
    const keyholder = await localKeyholder();
    const rows = Array.from(
      { length: 200 },
      (_, index) => `R-${index},Ada,Name${'abcdefghij'[index % 10]}${index},CL-CMA,2024-01-01`,
    );
    const source = await folder.source(
      'holders.csv',
      'holders',
      `record_ref,first_name,last_name,credential_code,award_date\n${rows.join('\n')}\n`,
    );
    const made = await tokeniseFile(await optionsFor(keyholder, source));
    const ids = (await readParquet(join(made.folder, 'facts.parquet'))).map((row) =>
      BigInt(String(row.subject_id)),
    );
    expect(ids).toEqual([...ids].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
    const receipt = (await readParquet(made.receiptPath)).map((row) => BigInt(String(row.subject_id)));
    expect(receipt).not.toEqual(ids);
  });
});

describe('a tokenised wage file', () => {
  test('carries keyed accounts in place of employers, and cents', async () => {
    const keyholder = await localKeyholder();
    const source = await folder.source(
      '2016q1.txt',
      'wages',
      `${wageLine('219091234', 'ADA', 'LOVELACE', '77', '1234')}\n${wageLine('219091235', 'ALAN', 'TURING', '77', '-56')}\n`,
    );
    const made = await tokeniseFile(await optionsFor(keyholder, source));
    const facts = await readParquet(join(made.folder, 'facts.parquet'));
    const keyed = createEmployerTokeniser(keyholder.exchangeKey.key, 1);
    const employer = uuidOf(keyed.employer('34', '0000000077'));
    expect(facts.map((row) => [row.employer, row.wage_cents, row.quarter]).sort()).toEqual(
      [
        [employer, 123_400, 8064],
        [employer, -5600, 8064],
      ].sort(),
    );
    expect(new Set(facts.map((row) => row.employer_unit))).toEqual(
      new Set([uuidOf(keyed.employerUnit('34', '0000000077', '00001'))]),
    );
    expect(made.manifest.coverage).toEqual({ from: '2016-01-01', to: '2016-03-31' });
  });
});

describe('a college file that knows persons by student number only', () => {
  test('joins with the roster by one token of number and college, and asks for no SSN', async () => {
    const keyholder = await localKeyholder();
    const awards =
      'student_id,award_code,award_type,program_id,cip6,award_date\n0042,CERT-1,Certificate,P1,11.0101,2024-05-01\n';
    const roster = 'student_id,first_name,last_name,date_of_birth\n0042,Ada,Lovelace,1980-12-10\n';
    const made = await tokeniseFile(
      await optionsFor(keyholder, await folder.source('awards.csv', 'awards', awards), 'awards'),
    );
    const madeRoster = await tokeniseFile(
      await optionsFor(keyholder, await folder.source('roster.csv', 'roster', roster), 'roster'),
    );
    const elsewhere = await tokeniseFile(
      await optionsFor(
        keyholder,
        await folder.source('other.csv', 'awards', awards, { organisation: 'other-college' }),
        'other',
      ),
    );
    const references = async (path: string) =>
      (await readParquet(join(path, 'identity.parquet')))
        .filter((row) => row.rule === 120)
        .map((row) => row.token);
    expect(await references(made.folder)).toHaveLength(1);
    expect(await references(made.folder)).toEqual(await references(madeRoster.folder));
    expect(await references(made.folder)).not.toEqual(await references(elsewhere.folder));
    expect(keyholder.evaluated()).toBe(0);
  });
});

describe('when tokenising does not finish', () => {
  const many = Array.from({ length: 900 }, (_, index) =>
    wageLine(String(219_091_234 + index), 'ADA', `NAME${index}`, '77', '1'),
  );

  test('a keyholder that fails midway leaves no output, and the next call asks only for the rest', async () => {
    let hasFailed = false;
    const keyholder = await localKeyholder((total) => {
      if (total > 300 && !hasFailed) {
        hasFailed = true;
        throw transient('service_unavailable', 'down');
      }
    });
    const source = await folder.source('2016q1.txt', 'wages', `${many.join('\n')}\n`);
    await expect(tokeniseFile(await optionsFor(keyholder, source))).rejects.toMatchObject({
      code: 'service_unavailable',
    });
    expect(existsSync(folder.path('out'))).toBe(false);
    expect(readdirSync(folder.path('state', 'staging'))).toEqual([]);
    const made = await tokeniseFile(await optionsFor(keyholder, source));
    expect(made.manifest.subjects).toBe(900);
    expect(made.evaluations.remembered).toBeGreaterThan(300);
    expect(keyholder.evaluated()).toBe(900);
  });

  test('cancelling ends it with nothing left behind', async () => {
    const controller = new AbortController();
    const keyholder = await localKeyholder((total) => {
      if (total > 100) controller.abort();
    });
    const source = await folder.source('2016q1.txt', 'wages', `${many.join('\n')}\n`);
    await expect(
      tokeniseFile(await optionsFor(keyholder, source), () => undefined, controller.signal),
    ).rejects.toMatchObject({ code: 'cancelled' });
    expect(existsSync(folder.path('out'))).toBe(false);
    expect(readdirSync(folder.path('state', 'staging'))).toEqual([]);
  });

  test("what a killed process left in plain text is removed by the next command, another machine's is not", async () => {
    const state = await folder.state();
    const mine = hostname().replace(/[^A-Za-z0-9-]/g, '_');
    await mkdir(join(state.staging, `${mine}.999999999.abc`));
    await mkdir(join(state.staging, `${mine}.${process.pid}.abc`));
    await mkdir(join(state.staging, 'another-machine.999999999.abc'));
    await folder.state();
    expect(readdirSync(state.staging).sort()).toEqual(
      [`${mine}.${process.pid}.abc`, 'another-machine.999999999.abc'].sort(),
    );
    expect((await stat(state.staging)).mode & 0o077).toBe(0);
  });

  test("a keyholder that cannot prove the exchange's key is refused", async () => {
    const keyholder = await localKeyholder();
    const impostor = await localKeyholder();
    const source = await folder.source('holders.csv', 'holders', HOLDERS);
    const options = { ...(await optionsFor(keyholder, source)), keyholder: impostor.client };
    await expect(tokeniseFile(options)).rejects.toMatchObject({ code: 'proof_invalid' });
    expect(existsSync(folder.path('out'))).toBe(false);
  });

  test('a key of another exchange or epoch is refused before the file is read', async () => {
    const keyholder = await localKeyholder();
    const other = await localKeyholder();
    const source = await folder.source('holders.csv', 'holders', HOLDERS);
    const options = await optionsFor(keyholder, source);
    await expect(tokeniseFile({ ...options, exchangeKey: other.exchangeKey })).rejects.toMatchObject({
      code: 'config_invalid',
    });
    await expect(
      tokeniseFile({ ...options, parameters: { ...options.parameters, keyEpoch: 2 } }),
    ).rejects.toMatchObject({ code: 'key_epoch_not_current' });
    await expect(
      tokeniseFile({ ...options, parameters: { ...options.parameters, normaliserMajor: 99 } }),
    ).rejects.toMatchObject({ code: 'normaliser_major_not_accepted' });
    await expect(
      tokeniseFile({ ...options, parameters: { ...options.parameters, packs: [] } }),
    ).rejects.toMatchObject({ code: 'pack_not_accepted' });
  });

  test('an existing output folder is never written into', async () => {
    const keyholder = await localKeyholder();
    const source = await folder.source('holders.csv', 'holders', HOLDERS);
    await mkdir(folder.path('out'));
    await expect(tokeniseFile(await optionsFor(keyholder, source))).rejects.toMatchObject({
      code: 'config_invalid',
    });
    expect(readdirSync(folder.path('out'))).toEqual([]);
  });
});

test('several threads make the same tokens as one', async () => {
  const keyholder = await localKeyholder();
  // Nine batches of 1,024 subjects, the last one short: more than are in flight at a time.
  const rows = Array.from({ length: 8500 }, (_, index) => `S${index},CERT-1,Certificate,2024-05-01`);
  const source = await folder.source(
    'awards.csv',
    'awards',
    `student_id,award_code,award_type,award_date\n${rows.join('\n')}\n`,
  );
  const one = await tokeniseFile({ ...(await optionsFor(keyholder, source, 'one')), threads: 1 });
  const two = await tokeniseFile({ ...(await optionsFor(keyholder, source, 'two')), threads: 2 });
  const tokens = async (path: string) =>
    (await readParquet(join(path, 'identity.parquet'))).map((row) => String(row.token)).sort();
  expect(await tokens(two.folder)).toEqual(await tokens(one.folder));
  expect(two.manifest.preflight).toEqual(one.manifest.preflight);
}, 180_000);
