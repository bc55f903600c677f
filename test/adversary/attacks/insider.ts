import { type Address, nameOf } from '../address.ts';
import type { CubeWorld } from '../cube-world.ts';
import { type Finding, finding } from '../finding.ts';
import { publishedLattice } from '../published-lattice.ts';

/** Somebody who knows which persons of a cell are his own, and how many. */
export type Insider = { readonly name: string; own(address: Address): number };

/** Numbers that must stay possible for the few others of a group (B5 as the certificate states it). */
const LEAST_CHOICES = 3;

/**
 * A11: a contributor takes his own persons out of every shown group. What is left of it are others; he learns of them
 * where they are 1 to T - 1 and he knows their number, or one of two. Wider ranges that stay below T are counted: the
 * certificate reports them.
 */
export async function subtractOwn(world: CubeWorld, insiders: readonly Insider[]): Promise<Finding> {
  const lattice = await publishedLattice(world);
  const learnt: string[] = [];
  let tried = 0;
  let few = 0;
  for (const { name, own } of insiders) {
    for (const address of lattice.addresses) {
      const { low, high, isShown } = lattice.known(address);
      const mine = isShown ? own(address) : 0;
      if (mine === 0) continue;
      tried += 1;
      const [least, most] = [Math.max(0, low - mine), high - mine];
      if (least < 1 || most >= world.threshold) continue;
      few += 1;
      if (most - least + 1 < LEAST_CHOICES) {
        learnt.push(`${name}: ${nameOf(address)} has ${least} to ${most} others`);
      }
    }
  }
  return finding(
    'A11',
    'a contributor less its own persons',
    tried,
    learnt,
    `${few} times he knows that there are fewer than ${world.threshold} others, not how many`,
  );
}
