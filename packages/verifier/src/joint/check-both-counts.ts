import type { AuditLimits } from '../audit-ranges.ts';
import { movedMembers } from '../check-members.ts';
import type { Lattice, PublishedCount } from '../lattice.ts';
import type { Solver } from '../linear-program.ts';
import { membersOf, type Person } from '../members.ts';
import { checkJoint, type JointReport, jointUnread } from './check-joint.ts';
import { type CountSide, carriedTies, countSide, sameAddresses, standingIn } from './count-side.ts';
import type { Tie } from './join-releases.ts';
import { grownGroups, newInCarried, restThen } from './new-parts.ts';

/** A release of counts, and the persons behind it where an auditor has them. */
export type CountsWithPersons = {
  readonly lattice: Lattice;
  readonly cells: readonly PublishedCount[];
  readonly persons: readonly Person[] | null;
};

/**
 * B2, B3 and B4 over a release and the one before it. With the persons of both, the attacker is a stricter one, who also
 * has a list of the groups that nobody joined or left: of such as have the parts they had, so that nothing is said of a new one.
 */
export async function checkBothCounts(
  before: CountsWithPersons,
  after: CountsWithPersons,
  solver: Solver,
  limits: AuditLimits,
): Promise<JointReport> {
  const then = countSide(before.lattice, before.cells);
  const now = countSide(after.lattice, after.cells);
  const addresses = sameAddresses(then, now);
  if (addresses.every((group) => group < 0)) return jointUnread('the earlier release has other tables');
  const carried = carriedTies(then, now);
  const unchanged = unchangedTies(then, now, before, after);
  const totals = carried.map(({ after: group }) => group);
  const hadRest = restThen(then.bounded, (group) => addresses[group] ?? -1);
  const few = newInCarried(now.system.sums, standingIn(now, addresses), totals, hadRest);
  const inCarried = few.size === 0 ? '' : `, who is told by that that ${few.size} new ones are few`;
  const knows = unchanged === null ? '' : `, and knows the ${unchanged.length} groups nobody joined or left`;
  return await checkJoint(
    then,
    now,
    [...carried, ...(unchanged ?? [])],
    { minimum: after.lattice.threshold, attacker: after.lattice.attacker, few },
    `for somebody who has both releases (${carried.length} counts carried)${inCarried}${knows}`,
    solver,
    limits,
  );
}

/** Groups of the very same persons in both; null without the persons. */
function unchangedTies(
  then: CountSide,
  now: CountSide,
  before: CountsWithPersons,
  after: CountsWithPersons,
): readonly Tie[] | null {
  if (before.persons === null || after.persons === null) return null;
  const moved = movedMembers(
    now.system,
    membersOf(after.lattice, now.system, after.persons),
    membersOf(after.lattice, now.system, before.persons),
  );
  const addresses = sameAddresses(then, now);
  const grown = grownGroups(now.system.sums, standingIn(now, addresses));
  return [...addresses].flatMap((group, at): Tie[] =>
    group < 0 || moved[at] !== 0 || grown.has(at)
      ? []
      : [{ before: group, after: at, apart: 0, origin: null }],
  );
}
