import type { GroupSystem } from './group-system.ts';
import type { Lattice } from './lattice.ts';
import { countMembers, type Members } from './members.ts';
import type { CellAddress, PublishedValues } from './published-values.ts';
import type { CheckId, Finding } from './report.ts';

/** B1: every shown count is that of distinct persons, rounded, and none is shown of a group below the threshold. */
export function checkCountsOf(
  lattice: Lattice,
  system: GroupSystem,
  published: PublishedValues,
  members: Members,
): Finding[] {
  const counts = countMembers(members, system.groupCount);
  return shownGroups(published).flatMap(({ group, cell, isCarried }) => {
    if (isCarried) return [];
    const n = counts[group] ?? 0;
    if (n < lattice.threshold) return [found('B1', 'below_minimum', cell)];
    const isTold = n >= (published.low[group] ?? 0) && n <= (published.high[group] ?? 0);
    return isTold ? [] : [found('B1', 'other_count', cell)];
  });
}

/** What the auditor has of the release before. */
export type Earlier = { readonly published: PublishedValues; readonly members: Members | null };

/**
 * B9: a shown figure differs from the earlier one only where 0 or at least T persons joined or left, and a carried one
 * is the earlier one. Without the members of both releases only the latter can be seen, and so it is of figures that the
 * earlier release carried itself. A figure that the earlier release withheld may be carried from one still older, which
 * there is where it carried others.
 */
export function checkHistory(
  lattice: Lattice,
  system: GroupSystem,
  published: PublishedValues,
  members: Members | null,
  earlier: Earlier,
): Finding[] {
  const moved =
    members === null || earlier.members === null ? null : movedMembers(system, members, earlier.members);
  const isFirst = !earlier.published.isCarried.includes(true);
  return shownGroups(published).flatMap(({ group, cell, isCarried }) => {
    const isSame =
      earlier.published.isShown[group] === true &&
      earlier.published.shownValue[group] === published.shownValue[group];
    if (isCarried) {
      const isOlder = !isFirst && earlier.published.isShown[group] !== true;
      return isSame || isOlder ? [] : [found('B9', 'carried_but_differs', cell)];
    }
    // A figure that the release before carried is not one of the persons it had: whose it is, it does not say.
    const isOwn = earlier.published.isShown[group] === true && earlier.published.isCarried[group] !== true;
    if (moved === null || !isOwn || isSame) return [];
    const change = moved[group] ?? 0;
    return change > 0 && change < lattice.threshold ? [found('B9', 'changed_by_few', cell)] : [];
  });
}

/** Persons of each group in one release and not in the other. */
export function movedMembers(system: GroupSystem, now: Members, before: Members): Float64Array {
  const moved = new Float64Array(system.groupCount);
  const then = new Map(
    before.persons.map(({ person }, row) => [person, before.groupsOf[row] ?? new Int32Array()]),
  );
  for (const [row, { person }] of now.persons.entries()) {
    const groups = new Set(now.groupsOf[row]);
    for (const group of then.get(person) ?? []) {
      if (!groups.delete(group)) moved[group] = (moved[group] ?? 0) + 1;
    }
    for (const group of groups) moved[group] = (moved[group] ?? 0) + 1;
    then.delete(person);
  }
  for (const groups of then.values()) for (const group of groups) moved[group] = (moved[group] ?? 0) + 1;
  return moved;
}

function shownGroups({ shownAs, isCarried }: PublishedValues) {
  return shownAs.flatMap((cells, group) => {
    const [cell] = cells;
    return cell === undefined ? [] : [{ group, cell, isCarried: isCarried[group] === true }];
  });
}

function found(check: CheckId, kind: string, cell: CellAddress): Finding {
  return { check, kind, of: [cell], without: [], range: null };
}
