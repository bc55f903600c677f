import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROUNDED_POLICY } from '@credlink/disclosure';
import { subtractOwn } from '../adversary/attacks/insider.ts';
import { solveLattice } from '../adversary/attacks/intervals.ts';
import { pinMedian, pinMedianByRosters } from '../adversary/attacks/median-pinning.ts';
import { reconstructLeaves } from '../adversary/attacks/reconstruction.ts';
import { askAgain, askOutside, compareHidden } from '../adversary/attacks/side-doors.ts';
import {
  isPublicTotal,
  subtractMargins,
  subtractNested,
  subtractRemainders,
  subtractWithPublicTotals,
} from '../adversary/attacks/subtraction.ts';
import { type CubeWorld, cubeWorld, protectedCounts, smallCountsHidden } from '../adversary/cube-world.ts';
import type { Finding } from '../adversary/finding.ts';
import { generatedCube, ownersOf } from '../adversary/small-cube.ts';
import { startDatabase } from './bench-database.ts';
import { readCommandLine } from './command-line.ts';
import { CUBE_SIZES } from './cube-shape.ts';

const USAGE = `usage: adversary [--size ${Object.keys(CUBE_SIZES).join('|')}] [--seed N] [--json]
  --size  of the generated cube (default xs)
  --seed  of the invented people (default 1)
  --json  findings as JSON instead of a text
`;

const { values } = readCommandLine(USAGE, {
  options: {
    size: { type: 'string', default: 'xs' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
const size = Object.entries(CUBE_SIZES).find(([name]) => name === values.size)?.[1];
if (size === undefined) {
  process.stderr.write(USAGE);
  process.exit(2);
}

const { spec, input, persons } = generatedCube(size, Number(values.seed));
const insiders = ownersOf(persons, input);
const attacks: readonly ((world: CubeWorld) => Promise<Finding>)[] = [
  subtractMargins,
  subtractRemainders,
  subtractNested,
  solveLattice,
  askOutside,
  (world) => subtractOwn(world, insiders),
  compareHidden,
  askAgain,
  reconstructLeaves,
  subtractWithPublicTotals,
];

const folder = await mkdtemp(join(tmpdir(), 'credlink-adversary-'));
/** Credentials of one organisation that are enough to tell the pay of anybody it puts into all of them. */
const ROSTERS_AROUND_ONE = 8;

const found: { readonly world: string; readonly findings: readonly Finding[] }[] = [];
try {
  const unfuzzed = {
    ...ROUNDED_POLICY,
    percentiles: { ...ROUNDED_POLICY.percentiles, ranks: 1, blurCents: 0 },
  };
  const elsewhere = input.cells.filter((cell) => isPublicTotal(cell, spec));
  for (const [world, protector, policy, known] of [
    ['counts under ten left out', smallCountsHidden, unfuzzed, []],
    ['protected', protectedCounts, ROUNDED_POLICY, []],
    ["protected, told of another publisher's totals", protectedCounts, ROUNDED_POLICY, elsewhere],
  ] as const) {
    process.stderr.write(`publishing: ${world}\n`);
    const database = await startDatabase(join(folder, world.replaceAll(/\W/g, '-')));
    try {
      const served = await cubeWorld(
        { publisher: () => database.adminStore.db, outcomesUrl: () => database.url('outcomes').reveal() },
        spec,
        { ...input, elsewhere: known },
        protector,
      );
      try {
        const findings: Finding[] = [];
        for (const attack of attacks) findings.push(await attack(served));
        findings.push(await pinMedian(policy), await pinMedianByRosters(policy, ROSTERS_AROUND_ONE));
        found.push({ world, findings });
      } finally {
        await served.close();
      }
    } finally {
      await database.close();
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

process.stdout.write(values.json ? `${JSON.stringify({ size: values.size, worlds: found })}\n` : textOf());

function textOf(): string {
  return found
    .map(({ world, findings }) => {
      const lines = findings.map(({ id, title, isBreach, learnt, tried, remark }) => {
        const what = isBreach ? `learnt: ${learnt.join('; ')}` : 'learnt nothing';
        return `  ${id.padEnd(9)} ${title}, ${tried} tried: ${what}${remark === '' ? '' : ` (${remark})`}`;
      });
      return `${world}\n${lines.join('\n')}\n`;
    })
    .join('\n');
}
