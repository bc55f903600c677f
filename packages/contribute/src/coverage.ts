import { quarterLabel, type SourceKind } from '@credlink/contracts';
import type { Engine } from '@credlink/vault';

type Span = { readonly from: string; readonly to: string; readonly unit: 'day' | 'quarter' };

/** The fact columns that say which time a file speaks of; null where it speaks of none. */
const SPANS: Readonly<Record<SourceKind, Span | null>> = {
  holders: { from: 'award_date', to: 'award_date', unit: 'day' },
  roster: null,
  enrollment: { from: 'term_start', to: 'term_end', unit: 'day' },
  courses: { from: 'term_start', to: 'term_end', unit: 'day' },
  awards: { from: 'award_date', to: 'award_date', unit: 'day' },
  level_gains: { from: 'test_date', to: 'test_date', unit: 'day' },
  clearinghouse: { from: 'begin_date', to: 'end_date', unit: 'day' },
  register: { from: 'record_updated', to: 'record_updated', unit: 'day' },
  wages: { from: 'quarter', to: 'quarter', unit: 'quarter' },
  employers: null,
};

const FIRST_DAYS = ['01-01', '04-01', '07-01', '10-01'] as const;
const LAST_DAYS = ['03-31', '06-30', '09-30', '12-31'] as const;

/** First and last ISO day the staged facts speak of. */
export async function coverageOf(
  engine: Engine,
  kind: SourceKind,
): Promise<{ from: string; to: string } | null> {
  const span = SPANS[kind];
  if (span === null) return null;
  const [row] = await engine.rows(
    `SELECT min(${span.from}) AS first, greatest(max(${span.from}), max(${span.to})) AS last FROM staged_row`,
  );
  if (row?.first === null || row?.first === undefined) return null;
  if (span.unit === 'day') return { from: String(row.first), to: String(row.last) };
  return { from: dayOfQuarter(Number(row.first), FIRST_DAYS), to: dayOfQuarter(Number(row.last), LAST_DAYS) };
}

function dayOfQuarter(quarter: number, days: readonly string[]): string {
  return `${quarterLabel(quarter).slice(0, 4)}-${days[quarter % 4]}`;
}
