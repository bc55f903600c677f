import type { PublishedCell, PublishedTable } from '@credlink/contracts';

/** One column of the table: which figure it shows, and what people call it. */
type Column = { readonly title: string; readonly measure: string; readonly variant: string };

const CREDENTIAL_COLUMNS: readonly Column[] = [
  { title: 'holders', measure: 'holders', variant: '' },
  { title: 'found in wages', measure: 'found_rate', variant: 'any_quarter' },
  { title: 'employed within a year', measure: 'employed_within_12m', variant: '' },
  { title: 'same employer after a year', measure: 'retained_12m', variant: 'point' },
  { title: 'median pay, first year', measure: 'earnings_y1_p50', variant: 'any_nominal' },
  { title: 'median gain before to after', measure: 'paired_change_p50', variant: 'both_attached_real' },
];

const PATHWAY_COLUMNS: readonly Column[] = [
  { title: 'people who left', measure: 'exiters', variant: '' },
  { title: 'employed at exit (C.1)', measure: 'C.1', variant: '' },
  { title: 'still employed (C.2)', measure: 'C.2', variant: 'of_employed_q1' },
  { title: 'median pay, two quarters (C.5)', measure: 'C.5_p50', variant: 'nominal' },
];

export type TableToShow = { readonly table: PublishedTable; readonly cells: readonly PublishedCell[] };

const COLUMNS: Readonly<Record<string, { dimension: string; total: string; columns: readonly Column[] }>> = {
  credential: { dimension: 'credential', total: 'all', columns: CREDENTIAL_COLUMNS },
  pathway: { dimension: 'pathway', total: 'all_exit', columns: PATHWAY_COLUMNS },
};

/** Tables `showResult` knows how to print. */
export const TABLES_TO_SHOW: readonly string[] = Object.keys(COLUMNS);

/**
 * A released table as text for people: one line per credential or pathway over all years. What is withheld says so.
 */
export function showResult({ table, cells }: TableToShow): string {
  const shape = COLUMNS[table.table];
  const members = table.dimensions.find((dimension) => dimension.name === shape?.dimension)?.members ?? [];
  if (shape === undefined || members.length === 0) return '';
  const lines = members
    .filter((member) => member.code !== 'all')
    .map((member) => [
      member.label,
      ...shape.columns.map((column) =>
        figure(
          cells.find(
            (cell) =>
              cell.measure === column.measure &&
              cell.variant === column.variant &&
              cell.key[shape.dimension] === member.code &&
              cell.key.cohort === shape.total,
          ),
        ),
      ),
    ]);
  return layOut([[table.title, ...shape.columns.map((column) => column.title)], ...lines]);
}

/** A cell in words: `about 40`, `75-80 %`, `$31,500`, `withheld`. */
export function figure(cell: PublishedCell | undefined): string {
  if (cell === undefined) return '-';
  if (cell.value === null) {
    return cell.status === 'suppressed' ? 'withheld' : cell.status.replaceAll('_', ' ');
  }
  switch (cell.unit) {
    case 'count':
      return cell.low === cell.high ? String(cell.value) : `about ${cell.value}`;
    case 'share':
      return cell.low === null || cell.high === null || cell.low === cell.high
        ? `${percent(cell.value)} %`
        : `${percent(cell.low)}-${percent(cell.high)} %`;
    case 'usd':
      return `${cell.value < 0 ? '-' : ''}$${Math.abs(cell.value).toLocaleString('en-US')}`;
  }
}

function percent(share: number): number {
  return Math.round(share * 1000) / 10;
}

/** Columns as wide as their longest word allows: titles wrap, the first column is left-aligned. */
function layOut(rows: readonly (readonly string[])[]): string {
  const [titles = [], ...body] = rows;
  const widths = titles.map((title, index) =>
    Math.max(
      ...body.map((row) => row[index]?.length ?? 0),
      ...title.split(' ').map((word) => word.length),
      index === 0 ? 0 : 9,
    ),
  );
  const wrapped = titles.map((title, index) => wrap(title, widths[index] ?? 0));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  const heading = Array.from({ length: height }, (_, line) =>
    wrapped.map((lines) => lines[line - (height - lines.length)] ?? ''),
  );
  const rule = widths.map((width) => '-'.repeat(width));
  return [...heading, rule, ...body]
    .map((row) =>
      row
        .map((text, index) => (index === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[index] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function wrap(text: string, width: number): readonly string[] {
  return text.split(' ').reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
    return lines;
  }, []);
}
