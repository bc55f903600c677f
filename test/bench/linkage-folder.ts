import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RawIdentifiers } from '@credlink/tokens';
import { type Engine, quoteText } from '@credlink/vault';

/** One record of a labelled set: who it is in the set, and what its owner would hold. */
export type LabelledRecord = { readonly recordId: string; readonly raw: RawIdentifiers };

export type LabelledPair = { readonly left: string; readonly right: string; readonly isMatch: boolean };

export type Truth =
  | { readonly kind: 'entities'; readonly entityOf: ReadonlyMap<string, string> }
  | { readonly kind: 'pairs'; readonly pairs: readonly LabelledPair[] };

export type LabelledSet = {
  readonly mode: 'dedupe' | 'link';
  readonly files: readonly (readonly LabelledRecord[])[];
  readonly truth: Truth;
};

type Row = Readonly<Record<string, string>>;

async function readRows(engine: Engine, path: string): Promise<readonly Row[]> {
  const rows = await engine.rows(
    `SELECT * FROM read_csv(${quoteText(path)}, header = true, all_varchar = true, delim = ',', quote = '"', null_padding = true)`,
  );
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name.trim(), String(value ?? '')])),
  );
}

/** Columns of a labelled file, beside `rec_id`, and the fields they hold. */
export const COLUMNS = {
  given_name: 'givenName',
  middle_name: 'middleName',
  surname: 'surname',
  suffix: 'suffix',
  former_surname: 'formerSurname',
  date_of_birth: 'dateOfBirth',
  ssn: 'ssn',
  sex: 'sex',
  street: 'street',
  city: 'city',
  state: 'state',
  zip: 'zip',
  phone: 'phone',
  email: 'email',
} as const satisfies Record<string, keyof RawIdentifiers>;

function rawOf(row: Row): RawIdentifiers {
  return Object.fromEntries(
    Object.entries(COLUMNS)
      .filter(([column]) => (row[column] ?? '') !== '')
      .map(([column, field]) => [field, row[column]]),
  );
}

function recordsOf(rows: readonly Row[]): readonly LabelledRecord[] {
  return rows.map((row) => ({ recordId: row.rec_id ?? '', raw: rawOf(row) }));
}

function truthOf(rows: readonly Row[]): Truth {
  if (rows[0] !== undefined && 'label' in rows[0]) {
    return {
      kind: 'pairs',
      pairs: rows.map((row) => ({
        left: row.id_a ?? '',
        right: row.id_b ?? '',
        isMatch: row.label === '1' || row.label === 'match',
      })),
    };
  }
  return { kind: 'entities', entityOf: new Map(rows.map((row) => [row.rec_id ?? '', row.entity_id ?? ''])) };
}

/**
 * The recordlinker set has a layout of its own: seed records, test records that name their seed, and an expected
 * result; `possible_match` is neither right nor wrong and is left out.
 */
const RECORDLINKER_COLUMNS = {
  FIRST: 'given_name',
  LAST: 'surname',
  SUFFIX: 'suffix',
  MAIDEN: 'former_surname',
  BIRTHDATE: 'date_of_birth',
  GENDER: 'sex',
  ADDRESS: 'street',
  CITY: 'city',
  STATE: 'state',
  ZIP: 'zip',
  SSN: 'ssn',
} as const;

function convert(row: Row, recordId: string): LabelledRecord {
  const renamed = Object.fromEntries(
    Object.entries(RECORDLINKER_COLUMNS).map(([from, to]) => [to, row[from] ?? '']),
  );
  return { recordId, raw: rawOf(renamed) };
}

async function readRecordlinker(engine: Engine, dir: string): Promise<LabelledSet> {
  const seeds = await readRows(engine, join(dir, 'nbs_seed.csv'));
  const tests = await readRows(engine, join(dir, 'better_test.csv'));
  return {
    mode: 'link',
    files: [
      seeds.map((row) => convert(row, `seed-${row['Match Id']}`)),
      tests.map((row, index) => convert(row, `test-${index}`)),
    ],
    truth: {
      kind: 'pairs',
      pairs: tests.flatMap((row, index) => {
        const expected = row['Expected Result'] ?? '';
        if (expected !== 'match' && expected !== 'no_match') return [];
        return [{ left: `seed-${row['Match Id']}`, right: `test-${index}`, isMatch: expected === 'match' }];
      }),
    },
  };
}

/** Whether a folder holds a labelled set. */
export function isLabelledSet(dir: string): boolean {
  return existsSync(join(dir, 'truth.csv')) || existsSync(join(dir, 'nbs_seed.csv'));
}

/** Reads a folder: `records.csv`, or `a.csv` and `b.csv`, or `party1.csv` ..., and `truth.csv`. */
export async function readLabelledSet(engine: Engine, dir: string): Promise<LabelledSet> {
  if (existsSync(join(dir, 'nbs_seed.csv'))) return readRecordlinker(engine, dir);
  const names = readdirSync(dir);
  const parties = names
    .filter((name) => /^party\d+\.csv$/.test(name))
    .sort((left, right) => Number(left.slice(5, -4)) - Number(right.slice(5, -4)));
  const files = names.includes('records.csv')
    ? ['records.csv']
    : parties.length > 0
      ? parties
      : ['a.csv', 'b.csv'];
  const records: (readonly LabelledRecord[])[] = [];
  for (const name of files) records.push(recordsOf(await readRows(engine, join(dir, name))));
  return {
    mode: files.length === 1 ? 'dedupe' : 'link',
    files: records,
    truth: truthOf(await readRows(engine, join(dir, 'truth.csv'))),
  };
}
