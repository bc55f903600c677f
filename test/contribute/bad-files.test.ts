import { once } from 'node:events';
import { createWriteStream, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { AppError, SourceKind } from '@credlink/contracts';
import { type CheckReport, checkFile, type SourceFile } from '@credlink/contribute';
import { describe, expect, test } from 'vitest';
import { privateFolder } from './private-folder.ts';

const TODAY = '2026-01-15';
const HEADER = 'record_ref,first_name,last_name,date_of_birth,ssn,credential_code,award_date,action\n';
const GOOD = 'R-1,Ada,Lovelace,1980-12-10,219-09-1234,CL-CMA,2024-03-31,initial\n';

const folder = privateFolder();

async function check(source: SourceFile, signal?: AbortSignal): Promise<CheckReport> {
  return checkFile({ source, state: await folder.state(), today: TODAY }, () => undefined, signal);
}

async function checkText(content: string | Uint8Array, name = 'holders.csv', kind: SourceKind = 'holders') {
  return check(await folder.source(name, kind, content));
}

async function refusal(run: Promise<unknown>): Promise<AppError> {
  const error = await run.then(
    () => null,
    (caught: AppError) => caught,
  );
  if (error === null) throw new Error('nothing was refused');
  expect(readdirSync(folder.path('state', 'staging'))).toEqual([]);
  return error;
}

describe('a file that cannot be read as a whole is refused with its own code', () => {
  test.each([
    ['an empty file', 'holders.csv', '', 'file_empty'],
    ['a file of blanks', 'holders.csv', '\n\n', 'file_empty'],
    ['UTF-16', 'holders.csv', Buffer.from(`\ufeff${HEADER}${GOOD}`, 'utf16le'), 'file_encoding'],
    ['a workbook', 'holders.csv', Buffer.from('PK\u0003\u0004 and so on'), 'file_encoding'],
    ['a .gz that is not gzip', 'holders.csv.gz', HEADER + GOOD, 'file_not_gzip'],
    ['gzip under another name', 'holders.csv', gzipSync(HEADER + GOOD), 'file_encoding'],
    ['a missing column', 'holders.csv', 'record_ref,last_name\nR-1,Lovelace\n', 'column_missing'],
    ['a header and nothing else', 'holders.csv', HEADER, 'no_usable_rows'],
  ])('%s', async (_what, name, content, code) => {
    expect((await refusal(checkText(content, name))).code).toBe(code);
  });

  test('a gzip file cut off at any place', async () => {
    const packed = gzipSync(HEADER + GOOD.repeat(5000));
    for (const share of [0.2, 0.5, 0.99]) {
      const cut = packed.subarray(0, Math.floor(packed.length * share));
      expect((await refusal(checkText(cut, 'holders.csv.gz'))).code).toBe('file_truncated');
    }
  });

  test('a path that is not there, or is a folder', async () => {
    const source = await folder.source('holders.csv', 'holders', HEADER);
    expect((await refusal(check({ ...source, path: folder.path('nothing.csv') }))).code).toBe(
      'file_not_found',
    );
    expect((await refusal(check({ ...source, path: folder.path('.') }))).code).toBe('file_not_found');
  });

  test('a file without a header is refused without showing its first row', async () => {
    const error = await refusal(
      checkText('R-1,Ada,Lovelace,1980-12-10,219-09-1234,CL-CMA,2024-03-31,initial\n'),
    );
    expect(error.code).toBe('column_missing');
    const said = `${error.message} ${JSON.stringify(error.detail)}`;
    for (const value of ['Ada', 'Lovelace', '219-09-1234', '1980-12-10']) expect(said).not.toContain(value);
  });
});

describe('a bad row is left out by reason and line, and the others go on', () => {
  test('a line of 200 MB', async () => {
    const source = await folder.source('holders.csv', 'holders', '');
    const file = createWriteStream(source.path);
    file.write(HEADER + GOOD);
    const piece = 'x'.repeat(1 << 20);
    for (let written = 0; written < 200; written += 1) if (!file.write(piece)) await once(file, 'drain');
    file.end(`\n${GOOD.replace('R-1', 'R-2')}`);
    await once(file, 'close');
    const before = process.memoryUsage.rss();
    const report = await check(source);
    expect([report.rowsSent, report.rejected]).toEqual([
      2,
      [{ reason: 'row_too_long', rows: 1, lines: [3] }],
    ]);
    expect(process.memoryUsage.rss() - before).toBeLessThan(300 * 1024 * 1024);
  });

  test('NUL bytes, impossible dates, missing codes', async () => {
    const rows = [
      GOOD,
      GOOD.replace('Ada', 'A\u0000da'),
      GOOD.replace('2024-03-31', '1700-01-01'),
      GOOD.replace('2024-03-31', '2999-01-01'),
      GOOD.replace('CL-CMA', ''),
      GOOD.replace('initial', 'stolen'),
    ];
    const { rowsRead, rowsSent, rejected } = await checkText(HEADER + rows.join(''));
    expect([rowsRead, rowsSent]).toEqual([6, 1]);
    expect(Object.fromEntries(rejected.map(({ reason, lines }) => [reason, lines]))).toEqual({
      nul_byte: [3],
      date_out_of_range: [4, 5],
      credential_code_missing: [6],
      action_unknown: [7],
    });
  });

  test('SQL and formulas in a name are a name like any other', async () => {
    const names = [`Robert'); DROP TABLE staged_row;--`, '=HYPERLINK("http://x")', '@SUM(1+1)', `O'Brien`];
    const rows = names.map((name, index) =>
      GOOD.replace('R-1', `R-${index}`).replace('Lovelace', `"${name.replaceAll('"', '""')}"`),
    );
    const report = await checkText(HEADER + rows.join(''));
    expect([report.rowsSent, report.subjects]).toEqual([4, 4]);
  });
});

describe('a report', () => {
  test('says nothing of the person but the facts of one sample row', async () => {
    const rejected = 'R-9,Grace,Hopper,1976-12-09,457-55-5463,CL-CMA,1700-01-01,initial\n';
    // Tokens under a throwaway key and the time taken are random digits: any four of them turn up now and then.
    const said = JSON.stringify({ ...(await checkText(HEADER + GOOD + rejected)), seconds: 0 }).replace(
      /"token":"[0-9a-f-]+"/g,
      '',
    );
    for (const value of [
      'Ada',
      'Lovelace',
      '1980',
      '219',
      'R-1',
      'Grace',
      'Hopper',
      '457',
      '1976',
      '1700',
      'R-9',
    ]) {
      expect(said.toLowerCase()).not.toContain(value.toLowerCase());
    }
    expect(said).toContain('2024-03-31');
  });

  test('tells which columns are sent, read and never sent, and not read', async () => {
    const content = `${HEADER.trim()},favourite_colour\n${GOOD.trim()},blue\n`;
    const { columns } = await checkText(content);
    expect(columns.sentAsFacts).toEqual([
      'credential_code',
      'award_date',
      'action',
      'expires_on',
      'exam_date',
      'attempt_no',
      'route',
      'assessment_state',
    ]);
    expect(columns.readButNeverSent).toEqual([
      'record_ref',
      'first_name',
      'last_name',
      'date_of_birth',
      'ssn',
    ]);
    expect(columns.notRead).toEqual(['favourite_colour']);
  });

  test('counts tokens by rule as an upload would make them', async () => {
    const { tokens, subjectsWithoutToken } = await checkText(HEADER + GOOD);
    const byRule = new Map(tokens.map((rule) => [rule.id, rule.tokens]));
    expect(byRule.get('surname.part+ssn.nine')).toBe(1);
    expect(byRule.get('surname.part+zip.five')).toBe(0);
    expect(subjectsWithoutToken).toBe(0);
  });

  test('a cancelled check ends at once and leaves nothing', async () => {
    const controller = new AbortController();
    controller.abort();
    const source = await folder.source('holders.csv', 'holders', HEADER + GOOD);
    expect((await refusal(check(source, controller.signal))).code).toBe('cancelled');
  });
});
