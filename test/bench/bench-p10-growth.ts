import { P2 } from './bench-p2-link.ts';
import { P3 } from './bench-p3-wages.ts';
import { P4 } from './bench-p4-ingest.ts';
import { P5 } from './bench-p5-measures.ts';
import { type BenchRow, peerOf, usageOf } from './bench-row.ts';

const STEP = 10;

function largest(sizes: Readonly<Record<string, number>>): number {
  return Math.max(...Object.values(sizes));
}

/** CPU time at ten times the size over ten times that of the small size, corrected for log n: 1 is n log n. */
export const P10: BenchRow = {
  id: 'P10',
  title: 'growth of P2 to P5 from a tenth of the size; 1 is n log n',
  goal: { is: 'at most', bound: 1 },
  sizesAt: () => ({}),
  tasks: {},
  compare: async (bench) => {
    const figures = [];
    for (const row of [P2, P3, P4, P5]) {
      const small = await bench.run(row, 'ours', bench.share / STEP);
      const large = await bench.run(row, 'ours', bench.share);
      const n = largest(row.sizesAt(bench.share));
      const nLogN = (STEP * Math.log(n)) / Math.log(n / STEP);
      figures.push({
        sizes: row.sizesAt(bench.share),
        ours: usageOf(large),
        against: peerOf(small, `${row.id} at 1/${STEP}`, 'itself'),
        ratio: large.cpu / small.cpu / nLogN,
        isOtherwiseMet: true,
        more: {
          row: row.id,
          cpuGrowth: large.cpu / small.cpu,
          wallGrowth: large.wall / small.wall,
          memoryGrowth: large.peakMemoryMiB / small.peakMemoryMiB,
        },
      });
    }
    return figures;
  },
};
