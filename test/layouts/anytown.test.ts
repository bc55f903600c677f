import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { createGunzip, gunzipSync } from 'node:zlib';
import { FACT_CONTRACTS, type SourceKind } from '@credlink/contracts';
import {
  type AcceptedRecord,
  isRejected,
  type LayoutReport,
  quarterOfFileName,
  READERS,
} from '@credlink/layouts';
import { describe, expect, test } from 'vitest';

const FOLDER = new URL('../../../shared/data/anytown/', import.meta.url);
const IS_HERE = existsSync(FOLDER);
const WHERE = IS_HERE ? '' : ' (SKIPPED: ../shared/data/anytown is not there)';

async function read(
  kind: SourceKind,
  path: string,
): Promise<{ records: AcceptedRecord[]; report: LayoutReport }> {
  const file = createReadStream(new URL(path, FOLDER));
  const chunks = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  const reading = READERS[kind].read(chunks, {
    today: '2026-02-15',
    referenceIssuer: 'college',
    mapping: null,
    fileQuarter: quarterOfFileName(path),
  });
  const records: AcceptedRecord[] = [];
  for await (const batch of reading.batches) {
    for (const record of batch) if (!isRejected(record)) records.push(record);
  }
  return { records, report: reading.report() };
}

/** Facts that break the contract of their kind, as column names. */
function breaches(kind: SourceKind, records: readonly AcceptedRecord[]): string[] {
  const found = new Set<string>();
  for (const column of FACT_CONTRACTS[kind]) {
    if (column.type === 'UUID') continue;
    const pattern = column.pattern === undefined ? null : new RegExp(`^(?:${column.pattern})$`);
    for (const { facts } of records) {
      const value = facts[column.name];
      const isFit =
        value === null
          ? column.nullable
          : value !== undefined &&
            (pattern === null || pattern.test(String(value))) &&
            (column.values === undefined || column.values.includes(String(value)));
      if (!isFit) found.add(column.name);
    }
  }
  return [...found];
}

function table(path: string): Record<string, string>[] {
  const [header = '', ...rows] = readFileSync(new URL(path, FOLDER), 'utf8').trim().split('\n');
  const names = header.split(',');
  return rows.map((row) =>
    Object.fromEntries(row.split(',').map((cell, index) => [names[index] ?? '', cell])),
  );
}

describe.skipIf(!IS_HERE)(`anytown${WHERE}`, () => {
  test.each([
    ['roster', 'college/roster.csv', 4063, 0],
    ['enrollment', 'college/enrollment.csv', 12_033, 0],
    ['courses', 'college/courses.csv.gz', 39_721, 0],
    ['awards', 'college/awards.csv', 3934, 0],
    ['level_gains', 'college/level_gains.csv', 1111, 0],
    ['clearinghouse', 'clearinghouse/nsc_detail.csv', 1882, 3365],
    ['register', 'register/residents.csv', 15_481, 0],
    ['employers', 'employers.csv', 529, 0],
    ['holders', 'issuers/harbor-industrial/holders.csv', 2675, 0],
    ['holders', 'issuers/northgate-it/holders.csv', 1737, 0],
    ['holders', 'issuers/careline-health/holders.csv', 1488, 0],
    ['wages', 'wages/2025q4.txt.gz', null, 0],
  ] as const)(
    '%s %s: every row is read, every fact keeps its contract',
    async (kind, path, accepted, nothingFound) => {
      const { records, report } = await read(kind, path);
      expect(report).toMatchObject({ rejected: {}, blankedValues: {}, rowsNothingFound: nothingFound });
      if (accepted !== null) expect(report.rowsAccepted).toBe(accepted);
      expect(records.length).toBe(report.rowsAccepted);
      expect(breaches(kind, records)).toEqual([]);
    },
  );

  test('award codes, days and actions of every holder file are those of the truth', async () => {
    const truth = new Map(table('truth/holders.csv').map((row) => [`${row.body}/${row.record_ref}`, row]));
    const oldCode = (code: string) => (code === 'HI-PRD' ? 'HI-CPT' : code);
    let compared = 0;
    for (const body of ['harbor-industrial', 'northgate-it', 'careline-health']) {
      const { records } = await read('holders', `issuers/${body}/holders.csv`);
      for (const { recordRef, facts } of records) {
        const row = truth.get(`${body}/${recordRef}`);
        expect(row).toBeDefined();
        const isUnknown = row?.kind === 'unknown_code';
        const code = oldCode(String(facts.credential_code));
        expect([isUnknown ? code.replace(/-X$/, '') : code, facts.award_date, facts.action]).toEqual([
          row?.code,
          row?.date,
          row?.action,
        ]);
        compared += 1;
      }
    }
    expect(compared).toBe(5900);
  });

  test('the wage lines of all quarters are counted and add up to the dollars of their field', async () => {
    let lines = 0;
    for (const file of readdirSync(new URL('wages/', FOLDER)).slice(0, 6)) {
      const { records, report } = await read('wages', `wages/${file}`);
      const texts = gunzipSync(readFileSync(new URL(`wages/${file}`, FOLDER)))
        .toString('latin1')
        .trimEnd()
        .split('\n');
      const dollars = texts.reduce((sum, text) => sum + Number(text.slice(76, 86)), 0);
      expect(report.rowsRead).toBe(texts.length);
      expect(records.reduce((sum, record) => sum + Number(record.facts.wage_cents), 0)).toBe(dollars * 100);
      lines += texts.length;
    }
    expect(lines).toBeGreaterThan(0);
  });
});
