import type { Bounded } from '../audit-ranges.ts';
import { propagateBounds } from '../propagate-bounds.ts';

/**
 * Rounds of sums and ties. What further ones would add the linear programs find too; this only spares some of them.
 */
const MOST_ROUNDS = 10;

/**
 * Narrows bounds in place along single sums and single ties of two groups, what an attacker with two releases sees
 * without a solver. Every bound that results holds for all true figures.
 * @returns false where single sums or ties contradict one another
 */
export function narrowByTies({ sums, facts = [], low, high }: Bounded): boolean {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    if (low.some((least, group) => least > (high[group] ?? 0))) return false;
    if (propagateBounds(sums, low, high).length > 0) return false;
    let isNarrower = false;
    const narrow = (group: number, least: number, most: number): void => {
      if (least <= (low[group] ?? 0) && most >= (high[group] ?? 0)) return;
      low[group] = Math.max(low[group] ?? 0, least);
      high[group] = Math.min(high[group] ?? 0, most);
      isNarrower = true;
    };
    for (const { groups, factors, least, most } of facts) {
      const [one = 0, other = 0] = groups;
      if (groups.length !== 2 || factors[0] !== -1 || factors[1] !== 1) continue;
      narrow(other, (low[one] ?? 0) + least, (high[one] ?? 0) + most);
      narrow(one, (low[other] ?? 0) - most, (high[other] ?? 0) - least);
    }
    if (!isNarrower) break;
  }
  return true;
}
