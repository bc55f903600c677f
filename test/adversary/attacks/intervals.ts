import { type CountReport, checkCounts, highsSolver, parseSpec } from '@credlink/verifier';
import { nameOf } from '../address.ts';
import type { CubeWorld } from '../cube-world.ts';
import { type Finding, finding } from '../finding.ts';

const SECONDS_PER_PROGRAM = 60;

/** Everything that is published, and all that follows from it by linear programs. */
async function solve({ reader, spec, base, threshold }: CubeWorld): Promise<CountReport> {
  const { cells } = await reader.download();
  const { lattice } = parseSpec(
    { ...spec, threshold, ...(base === 1 ? {} : { rounding: { base, mode: 'nearest' } }) },
    'half_open',
  );
  const counts = cells.map(({ table, key, value }) => ({ table, key, value }));
  return checkCounts(lattice, counts, await highsSolver(), {
    secondsPerSolution: SECONDS_PER_PROGRAM,
    mayGoOn: () => Promise.resolve(true),
    onProgress: () => undefined,
  });
}

/**
 * A2, A4, A17: download the whole lattice and ask for every hidden group what it can be at least and at most; a group
 * that follows exactly (A2), is small for certain, or has a narrow range (A4) is learnt.
 */
export async function solveLattice(world: CubeWorld): Promise<Finding> {
  const { findings, solutions, checks } = await solve(world);
  const undecided = checks.reduce((sum, check) => sum + check.undecided, 0);
  const learnt = findings.map(({ check, of, range }) => {
    const group = of.map(({ table, key }) => nameOf({ table, key })).join(' + ');
    return `${check}: ${group} is ${range?.low ?? '?'} to ${range?.high ?? '?'}`;
  });
  if (undecided > 0) learnt.push(`${undecided} groups were not decided`);
  return finding('A2 A4 A17', 'every hidden group by rank and linear programs', solutions, learnt);
}
