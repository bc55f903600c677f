import { type Catalogue, parseQuarter } from '@credlink/contracts';
import type { Prices } from './condition.ts';
import type { WageSpan } from './condition-sql.ts';
import { valuesTable } from './sql-dialect.ts';

type Row = readonly (string | number | boolean | null)[];

/** Organisations that contribute holder files. */
export function certifiersOf(catalogue: Catalogue): readonly string[] {
  return [
    ...new Set(catalogue.source_coverage.filter((row) => row.kind === 'holders').map((row) => row.source)),
  ].sort();
}

/** The wage quarters that are complete in every contributing state, from the first that any state covers. */
export function wageSpanOf(catalogue: Catalogue): WageSpan {
  const rows = catalogue.source_coverage.filter((row) => row.kind === 'wages');
  const index = (label: string | null | undefined): number[] => {
    const quarter = label === null || label === undefined ? null : parseQuarter(label);
    return quarter === null ? [] : [quarter];
  };
  const firsts = rows.flatMap((row) => index(row.first_quarter));
  const lasts = rows.flatMap((row) => index(row.last_complete_quarter));
  if (firsts.length === 0 || lasts.length === 0) return { firstQuarter: 0, lastCompleteQuarter: -1 };
  return { firstQuarter: Math.min(...firsts), lastCompleteQuarter: Math.min(...lasts) };
}

/** The code that awards under `code` count for: the last of the chain of successors. */
export function currentCode(catalogue: Catalogue, code: string): string {
  const successor = new Map(
    catalogue.credentials.flatMap((row) =>
      row.superseded_by === null || row.superseded_by === undefined ? [] : [[row.code, row.superseded_by]],
    ),
  );
  const seen = new Set<string>();
  let current = code;
  for (;;) {
    const next = successor.get(current);
    if (next === undefined || seen.has(next)) return current;
    seen.add(current);
    current = next;
  }
}

/** Real wages are offered only where every wage quarter has a price level. */
export function pricesOf(catalogue: Catalogue): readonly Prices[] {
  const { firstQuarter, lastCompleteQuarter } = wageSpanOf(catalogue);
  const priced = new Set(priceRows(catalogue).map(([quarter]) => quarter));
  for (let quarter = firstQuarter; quarter <= lastCompleteQuarter; quarter += 1) {
    if (!priced.has(quarter)) return ['nominal'];
  }
  return ['nominal', 'real'];
}

const TEXT = 'VARCHAR';

/** The catalogue as relations: one statement per `cat_` table. */
export function catalogueTables(catalogue: Catalogue): readonly string[] {
  const table = (name: string, columns: Record<string, string>, rows: readonly Row[]): string =>
    valuesTable(
      name,
      Object.entries(columns).map(([column, type]) => ({ name: column, type })),
      rows,
    );
  return [
    table(
      'cat_credential',
      { code: TEXT, current_code: TEXT, owner: TEXT },
      catalogue.credentials.map((row) => [row.code, currentCode(catalogue, row.code), row.owner]),
    ),
    table(
      'cat_alignment',
      { code: TEXT, prefix: TEXT },
      catalogue.credentials.flatMap((row) => row.naics2022_prefix.map((prefix) => [row.code, prefix])),
    ),
    table(
      'cat_relation',
      { code: TEXT, related: TEXT },
      catalogue.credentials.flatMap((row) =>
        row.relations
          .filter(({ kind }) => kind === 'preparation_for' || kind === 'required_for')
          .map(({ to }) => [row.code, currentCode(catalogue, to)]),
      ),
    ),
    table(
      'cat_program_award',
      { program_id: TEXT, provider: TEXT, award_code: TEXT },
      catalogue.programs.flatMap((row) =>
        row.award_codes.map((code) => [row.program_id, row.provider, code]),
      ),
    ),
    table(
      'cat_pathway',
      { pathway_id: TEXT, exit_gap_days: 'INTEGER', attain_lag_days: 'INTEGER' },
      catalogue.pathways.map((row) => [row.pathway_id, row.exit_gap_days, row.attain_lag_days]),
    ),
    table(
      'cat_component',
      { pathway_id: TEXT, kind: TEXT, ref: TEXT, tag: TEXT, is_entry_point: 'BOOLEAN' },
      catalogue.pathways.flatMap((row) =>
        row.components.map((part) => [
          row.pathway_id,
          part.kind,
          part.kind === 'credential' ? currentCode(catalogue, part.ref) : part.ref,
          part.tag ?? null,
          part.is_entry_point,
        ]),
      ),
    ),
    table(
      'cat_target',
      { pathway_id: TEXT, prefix: TEXT },
      catalogue.pathways.flatMap((row) => row.target_naics_prefix.map((prefix) => [row.pathway_id, prefix])),
    ),
    table(
      'cat_gateway',
      { pathway_id: TEXT, course_code: TEXT },
      catalogue.pathways.flatMap((row) => row.gateway_courses.map((course) => [row.pathway_id, course])),
    ),
    table(
      'cat_developmental',
      { pathway_id: TEXT, subject: TEXT, course_code: TEXT },
      catalogue.pathways.flatMap((row) =>
        Object.entries(row.highest_developmental).map(([subject, course]) => [
          row.pathway_id,
          subject,
          course,
        ]),
      ),
    ),
    table(
      'cat_coverage',
      { source: TEXT, kind: TEXT, from_day: 'DATE', complete_to: 'DATE' },
      catalogue.source_coverage
        .filter((row) => row.kind !== 'wages')
        .map((row) => [row.source, row.kind, row.from ?? null, row.complete_to ?? null]),
    ),
    table('cat_price', { quarter: 'INTEGER', factor: 'DOUBLE' }, priceRows(catalogue)),
  ];
}

/** Factor from a quarter's prices to the base year's: base / CPI-U of the quarter. */
function priceRows(catalogue: Catalogue): readonly Row[] {
  const cpi = catalogue.cpi;
  if (cpi === null || cpi === undefined) return [];
  return Object.entries(cpi.quarters).flatMap(([label, value]) => {
    const quarter = parseQuarter(label);
    return quarter === null ? [] : [[quarter, cpi.base_value / value]];
  });
}
