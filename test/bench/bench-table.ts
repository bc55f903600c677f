import type { Machine } from './bench-machine.ts';
import type { ReportedRow } from './bench-report.ts';

const HEADING = ['row', 'sizes', 'ours s (CPU s)', 'MiB', 'against', 's (CPU s)', 'ratio', 'goal', 'met'];

function seconds(wall: number | null, cpu: number | null): string {
  const text = (value: number | null) => (value === null ? '-' : value.toPrecision(3));
  return `${text(wall)} (${text(cpu)})`;
}

function cellsOf({ id, sizes, ours, against, ratio, goal, met }: ReportedRow): readonly string[] {
  return [
    id,
    Object.entries(sizes)
      .map(([name, size]) => `${size} ${name}`)
      .join(', '),
    seconds(ours.wall, ours.cpu),
    String(ours.peakMemoryMiB),
    `${against.name} ${against.version}${against.quoted ? ' (quoted)' : ''}`,
    seconds(against.wall, against.cpu),
    ratio.toPrecision(3),
    `${goal.is === 'at least' ? '>=' : '<='} ${goal.bound}`,
    met ? 'yes' : 'NO',
  ];
}

/** Rows for people, the machine above them. */
export function asTable(machine: Machine, rows: readonly ReportedRow[]): string {
  const lines = [HEADING, ...rows.map(cellsOf)];
  const widths = HEADING.map((_, place) => Math.max(...lines.map((line) => line[place]?.length ?? 0)));
  const { cores, memoryGiB, cpu, node, platform, load } = machine;
  return [
    `${cores} cores (${cpu}), ${memoryGiB} GiB, Node ${node}, ${platform}, load ${load}`,
    '',
    ...lines.map((line) =>
      line
        .map((cell, place) => cell.padEnd(widths[place] ?? 0))
        .join('  ')
        .trimEnd(),
    ),
    '',
    ...rows.map(({ id, title, more }) => `${id}  ${title}: ${JSON.stringify(more)}`),
    '',
  ].join('\n');
}
