import { nameOf } from '../address.ts';
import type { CubeWorld } from '../cube-world.ts';
import { type Finding, finding } from '../finding.ts';
import { publishedLattice } from '../published-lattice.ts';

/** Rounds of fitting: enough for the table to stand still. */
const ROUNDS = 60;

/** Groups in a row whose small counts are all found are no luck. */
const LEAST_SHARE = 0.5;

/**
 * A21: reconstruct the leaves of a table from everything shown of it, by iterative proportional fitting from an even
 * start (the maximum entropy answer), and see how many of the hidden small leaves come out right. Guessing the commonest
 * small count is the yardstick: reconstruction is a breach where it names more than half of them and more than that.
 */
export async function reconstructLeaves(world: CubeWorld): Promise<Finding> {
  const lattice = await publishedLattice(world);
  const leaves = lattice.addresses.filter((address) => lattice.families(address).length === 0);
  const guess = new Map(leaves.map((address) => [nameOf(address), 1]));
  const margins = lattice.addresses
    .filter((address) => lattice.known(address).isShown)
    .map((address) => {
      const { low, high } = lattice.known(address);
      return {
        parts: leaves
          .filter((leaf) => leaf.table === address.table && lattice.isInside(leaf, address))
          .map(nameOf),
        count: (low + high) / 2,
      };
    });
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { parts, count } of margins) {
      const sum = parts.reduce((total, name) => total + (guess.get(name) ?? 0), 0);
      if (sum === 0) continue;
      for (const name of parts) guess.set(name, ((guess.get(name) ?? 0) * count) / sum);
    }
  }
  const hidden = leaves.filter((leaf) => !lattice.known(leaf).isShown).map(nameOf);
  const truths = hidden.map((name) => world.truth.get(name) ?? 0);
  const right = hidden.filter((name, place) => Math.round(guess.get(name) ?? 0) === truths[place]).length;
  const commonest = Math.max(
    0,
    ...[...new Set(truths)].map((count) => truths.filter((truth) => truth === count).length),
  );
  const isBreach = right > LEAST_SHARE * hidden.length && right > commonest;
  return finding('A21', 'reconstruction of all leaves', hidden.length, [
    ...(isBreach ? [`${right} of ${hidden.length} hidden leaves exactly (guessing names ${commonest})`] : []),
  ]);
}
