import { type Address, nameOf } from '../address.ts';
import type { CubeWorld } from '../cube-world.ts';
import { type Finding, finding } from '../finding.ts';
import { type Known, NOTHING, type PublishedLattice, publishedLattice } from '../published-lattice.ts';

/** Whether a range gives a group of 1 to T - 1 persons away. */
function tells(low: number, high: number, threshold: number): boolean {
  return low >= 1 && high < threshold;
}

/** A1: a total less its shown parts, where one part is hidden. */
export async function subtractMargins(world: CubeWorld): Promise<Finding> {
  return subtract(world, 'A1', 'total less shown parts', (hidden) => hidden === 1);
}

/** A3: a total less its shown parts, where several parts are hidden: what is left is a group too. */
export async function subtractRemainders(world: CubeWorld): Promise<Finding> {
  return subtract(world, 'A3', 'small rest of several hidden parts', (hidden) => hidden > 1);
}

/** Whether another publisher (of completions, of licences) shows the count of an address: a credential in a cohort, everywhere. */
export function isPublicTotal({ key }: Pick<Address, 'key'>, { dims }: CubeWorld['spec']): boolean {
  return Object.entries(key).every(
    ([dim, code]) => dim === 'credential' || dim === 'cohort' || code === dims[dim]?.total,
  );
}

/**
 * A23: as A1 and A3, by somebody who has the true size of each credential in each cohort from another publisher, every
 * region together. What follows from those sizes without the release is not counted.
 */
export async function subtractWithPublicTotals(world: CubeWorld): Promise<Finding> {
  const published = await publishedLattice(world);
  const attack = (known: PublishedLattice['known']): readonly [tried: number, learnt: readonly string[]] =>
    learn({ ...published, known }, world, (hidden) => hidden > 0);
  const exact = (address: Address): Known => {
    const persons = world.truth.get(nameOf(address)) ?? 0;
    return { low: persons, high: persons, isShown: true };
  };
  const isPublic = (address: Address): boolean => isPublicTotal(address, world.spec);
  const [, before] = attack((address) => (isPublic(address) ? exact(address) : NOTHING));
  const [tried, learnt] = attack((address) =>
    isPublic(address) ? exact(address) : published.known(address),
  );
  const old = new Set(before);
  return finding(
    'A23',
    "another publisher's totals",
    tried,
    learnt.filter((words) => !old.has(words)),
    `${before.length} small groups follow from those totals alone`,
  );
}

async function subtract(
  world: CubeWorld,
  id: string,
  title: string,
  isTried: (hidden: number) => boolean,
): Promise<Finding> {
  return finding(id, title, ...learn(await publishedLattice(world), world, isTried));
}

function learn(
  lattice: PublishedLattice,
  world: CubeWorld,
  isTried: (hidden: number) => boolean,
): readonly [tried: number, learnt: readonly string[]] {
  const learnt: string[] = [];
  let tried = 0;
  for (const parent of lattice.addresses) {
    const whole = lattice.known(parent);
    if (!whole.isShown) continue;
    for (const family of lattice.families(parent)) {
      const parts = family.map((address) => ({ address, ...lattice.known(address) }));
      const hidden = parts.filter(({ isShown }) => !isShown);
      if (!isTried(hidden.length)) continue;
      tried += 1;
      const shown = parts.filter(({ isShown }) => isShown);
      const low = Math.max(0, whole.low - shown.reduce((sum, part) => sum + part.high, 0));
      const high = whole.high - shown.reduce((sum, part) => sum + part.low, 0);
      if (!tells(low, high, world.threshold)) continue;
      const names = hidden.map(({ address }) => nameOf(address)).join(' + ');
      const persons = hidden.reduce((sum, { address }) => sum + (world.truth.get(nameOf(address)) ?? 0), 0);
      learnt.push(`${names} is ${low} to ${high} (truth ${persons})`);
    }
  }
  return [tried, learnt];
}

/** A5, A6 and A7: what is left of a shown group without a shown group inside it, in any table and grouping. */
export async function subtractNested(world: CubeWorld, most = Number.POSITIVE_INFINITY): Promise<Finding> {
  const lattice = await publishedLattice(world);
  const shown = lattice.addresses
    .map((address) => ({ address, ...lattice.known(address) }))
    .filter(({ isShown }) => isShown)
    .slice(0, most);
  const learnt: string[] = [];
  let tried = 0;
  for (const outer of shown) {
    for (const inner of shown) {
      if (inner === outer || inner.low > outer.high) continue;
      if (!lattice.isInside(inner.address, outer.address)) continue;
      tried += 1;
      const low = Math.max(0, outer.low - inner.high);
      const high = outer.high - inner.low;
      if (low < 1 || high >= world.threshold) continue;
      const truth =
        (world.truth.get(nameOf(outer.address)) ?? 0) - (world.truth.get(nameOf(inner.address)) ?? 0);
      learnt.push(
        `${nameOf(outer.address)} without ${nameOf(inner.address)} is ${low} to ${high} (truth ${truth})`,
      );
    }
  }
  return finding('A5', 'nested groups, other groupings and trackers', tried, learnt);
}
