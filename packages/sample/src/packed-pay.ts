import type { PayLine } from './simulated-career.ts';

const KINDS: readonly PayLine['kind'][] = ['regular', 'duplicate', 'adjustment', 'lump_sum', 'zero'];

/** Numbers of one line, in the order of `packPay`. */
const WIDTH = 7;

export function packPay(lines: readonly PayLine[]): Int32Array {
  const packed = new Int32Array(lines.length * WIDTH);
  lines.forEach((line, at) => {
    const { quarter, employer, unit, job, dollars, hours, kind } = line;
    packed.set([quarter, employer, Number(unit), job, dollars, hours, KINDS.indexOf(kind)], at * WIDTH);
  });
  return packed;
}

export function unpackPay(packed: Int32Array): readonly PayLine[] {
  const lines: PayLine[] = [];
  for (let at = 0; at < packed.length; at += WIDTH) {
    const [quarter = 0, employer = 0, unit = 0, job = 0, dollars = 0, hours = 0, kind = 0] = packed.subarray(
      at,
      at + WIDTH,
    );
    lines.push({
      quarter,
      employer,
      unit: String(unit).padStart(5, '0'),
      job,
      dollars,
      hours,
      kind: KINDS[kind] ?? 'regular',
    });
  }
  return lines;
}
