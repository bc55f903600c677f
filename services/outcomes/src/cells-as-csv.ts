import type { PublishedCell, PublishedTable } from '@credlink/contracts';

/** Text that a spreadsheet would take for a formula is written with a leading apostrophe. */
function field(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * RFC 4180 text: one column per dimension and, where its codes do not speak for themselves, one with their labels;
 * then measure, variant, unit, status, value, low, high, and the release that a carried figure is of. A withheld cell has empty numbers and its status beside them,
 * never a magic number.
 */
export function cellsAsCsv(table: PublishedTable, cells: readonly PublishedCell[]): string {
  const dimensions = table.dimensions.flatMap(({ name, members }) => {
    const code = { title: name, of: (cell: PublishedCell) => cell.key[name] ?? '' };
    if (members.every((member) => member.label === member.code)) return [code];
    const labels = new Map(members.map((member) => [member.code, member.label]));
    return [
      code,
      { title: `${name}_label`, of: (cell: PublishedCell) => labels.get(cell.key[name] ?? '') ?? '' },
    ];
  });
  const header = [
    ...dimensions.map(({ title }) => title),
    'measure',
    'variant',
    'unit',
    'status',
    'value',
    'low',
    'high',
    'as_of',
  ];
  const lines = cells.map((cell) =>
    [
      ...dimensions.map(({ of }) => of(cell)),
      cell.measure,
      cell.variant,
      cell.unit,
      cell.status,
      cell.value,
      cell.low,
      cell.high,
      cell.asOf,
    ]
      .map(field)
      .join(','),
  );
  return `${[header.join(','), ...lines].join('\r\n')}\r\n`;
}
