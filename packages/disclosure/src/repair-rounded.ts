import type { CountAudit } from './audit/audit-counts.ts';
import type { NarrowTarget } from './audit/audit-ranges.ts';
import { bandsAmong, quantitiesAmong } from './audit/bindings.ts';
import type { CountSystem } from './count-system.ts';
import type { ProtectInput } from './input.ts';
import type { Lattice } from './lattice.ts';
import { chooseRepairs, knownRanges, rankGroups } from './suppress-rounded.ts';

export type Repair = { readonly groups: ReadonlySet<number>; readonly shares: ReadonlySet<string> };

/**
 * What to take back so that narrow targets become wide: shares whose bands bind, else the least important shown group
 * among the bounds that bind, else one of the sums around.
 */
export function chooseRepair(
  lattice: Lattice,
  system: CountSystem,
  isShown: readonly boolean[],
  narrow: readonly NarrowTarget[],
  { model, ...audit }: CountAudit,
  { policy }: ProtectInput,
): Repair {
  const rank = rankGroups(lattice);
  const groups = new Set<number>();
  const shares = new Set<string>();
  const around = new Set<number>();
  for (const { target, binding } of narrow) {
    const bands = bandsAmong(binding, audit);
    for (const id of bands) shares.add(id);
    if (bands.length > 0) continue;
    const shown = binding.flatMap((each) =>
      'quantity' in each && isShown[each.quantity] === true && !system.carried.has(each.quantity)
        ? [each.quantity]
        : [],
    );
    if (shown.some((group) => groups.has(group))) continue;
    const [first, ...others] = shown;
    if (first === undefined) around.add(target.quantity);
    else
      groups.add(
        others.reduce((least, each) => ((rank[each] ?? 0) > (rank[least] ?? 0) ? each : least), first),
      );
  }
  if (around.size > 0) {
    const ranges = knownRanges(lattice, system, isShown, policy);
    const sums = { ...system, sums: model.sums };
    for (const group of chooseRepairs(sums, isShown, ranges, around, rank, policy)) {
      if (isShown[group] === true) groups.add(group);
    }
  }
  return { groups, shares };
}

/**
 * Where nothing that is shown anew keeps a range narrow: the carried figures that do. Readers have them, and are not told any more
 * that few came.
 */
export function bindingCarried(
  { carried }: CountSystem,
  isShown: readonly boolean[],
  narrow: readonly NarrowTarget[],
  audit: CountAudit,
): ReadonlySet<number> {
  const quantities = narrow.flatMap(({ binding }) => quantitiesAmong(binding, audit));
  const isOfOthers = (group: number) => (carried.get(group)?.quantity ?? group) !== group;
  return new Set(quantities.filter((group) => isOfOthers(group) && isShown[group] === true));
}
