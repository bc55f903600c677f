import { printable } from './printable.ts';

export type TableColumn<T> = {
  readonly title: string;
  readonly of: (row: T) => string | number | null;
  readonly align?: 'left' | 'right';
};

/** A plain text table, columns two spaces apart; numbers to the right. */
export function textTable<T>(rows: readonly T[], columns: readonly TableColumn<T>[]): string {
  const cells = rows.map((row) => columns.map((column) => printable(String(column.of(row) ?? ''))));
  const widths = columns.map((column, index) =>
    Math.max(column.title.length, ...cells.map((line) => line[index]?.length ?? 0)),
  );
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, index) => {
        const width = widths[index] ?? 0;
        return columns[index]?.align === 'right' ? text.padStart(width) : text.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return [line(columns.map((column) => column.title)), ...cells.map(line)].join('\n');
}
