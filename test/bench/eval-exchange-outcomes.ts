import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Unit } from '@credlink/contracts';

/** One row of DIR/truth/outcomes.csv. Values are null where the denominator is 0. */
export type OutcomeRow = {
  readonly grain: string;
  readonly key: string;
  readonly cohort: string;
  readonly measure: string;
  readonly variant: string;
  readonly unit: Unit;
  readonly numerator: number;
  readonly denominator: number;
  readonly value: number | null;
};

/** One entry of the report's `cells` (evaluation.md): keys are always present, `unprotected` with true links only. */
export type CellEntry = {
  readonly grain: string;
  readonly key: string;
  readonly cohort: string;
  readonly measure: string;
  readonly variant: string;
  readonly unit: Unit;
  readonly status: string;
  readonly value: number | null;
  readonly unprotected?: number | null;
  /** The denominator, or the persons in the distribution, before protection. */
  readonly unprotectedN?: number;
  readonly truth: number | null;
  readonly truthN: number;
};

export type ShownFigure = Pick<CellEntry, 'status' | 'value' | 'unprotected' | 'unprotectedN'>;

/** Where a row of outcomes.csv stands in the product's tables. */
export type CellAddress = {
  readonly table: string;
  readonly key: Readonly<Record<string, string>>;
  readonly measure: string;
  readonly variant: string;
};

/** Rows of a comma-separated file without quotes, by column name. */
export function readPlainCsv(content: string): Record<string, string>[] {
  const [header = '', ...lines] = content.split('\n');
  const names = header.split(',');
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const fields = line.split(',');
      return Object.fromEntries(names.map((name, index) => [name, fields[index] ?? '']));
    });
}

export async function readOutcomes(dir: string): Promise<readonly OutcomeRow[]> {
  const rows = readPlainCsv(await readFile(join(dir, 'truth', 'outcomes.csv'), 'utf8'));
  return rows.map((row) => ({
    grain: row.grain ?? '',
    key: row.key ?? '',
    cohort: row.cohort ?? '',
    measure: row.measure ?? '',
    variant: row.variant ?? '',
    unit: row.unit === 'count' || row.unit === 'share' ? row.unit : 'usd',
    numerator: Number(row.numerator),
    denominator: Number(row.denominator),
    value: row.value === '' || row.value === undefined ? null : Number(row.value),
  }));
}

/** The product's address of a row. */
function addressOf(row: OutcomeRow): CellAddress {
  const { measure, variant } = row;
  if (row.grain === 'pair') {
    const [from = '', to = ''] = row.key.split('>');
    return { table: 'pair', key: { from, to, cohort: row.cohort }, measure, variant };
  }
  if (row.grain === 'credential_sex') {
    const [credential = '', sex = ''] = row.key.split('|');
    return { table: row.grain, key: { credential, sex, cohort: row.cohort }, measure, variant };
  }
  const table = measure.startsWith('related_credential') ? 'related' : row.grain;
  return { table, key: { [row.grain]: row.key, cohort: row.cohort }, measure, variant };
}

/** One text per address; the order of a key's dimensions does not matter. */
export function addressText({ table, key, measure, variant }: CellAddress): string {
  const parts = Object.entries(key).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([table, measure, variant, parts]);
}

/** The `cells` of the report: one entry for each row of outcomes.csv, `not_offered` where the product has none. */
export function cellEntries(
  rows: readonly OutcomeRow[],
  shown: (address: string) => ShownFigure | undefined,
): readonly CellEntry[] {
  return rows.map((row) => ({
    grain: row.grain,
    key: row.key,
    cohort: row.cohort,
    measure: row.measure,
    variant: row.variant,
    unit: row.unit,
    ...(shown(addressText(addressOf(row))) ?? { status: 'not_offered', value: null }),
    truth: row.value,
    truthN: /_p\d\d$/.test(row.measure) ? row.numerator : row.denominator,
  }));
}
