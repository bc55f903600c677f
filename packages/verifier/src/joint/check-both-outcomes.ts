import type { AuditLimits } from '../audit-ranges.ts';
import type { Solver } from '../linear-program.ts';
import type { PreviousOutcomes } from '../outcomes/outcome-groups.ts';
import type { OutcomeRelease } from '../outcomes/parse-outcomes.ts';
import type { Attacker } from '../range.ts';
import { checkJoint, type JointReport, jointUnread } from './check-joint.ts';
import { newInCarried, restThen } from './new-parts.ts';
import { carriedOutcomeTies, groupOfOutcomeThen, outcomeSide, standingOfOutcomes } from './outcome-side.ts';

/** B2, B3 and B4 over a release of the service and the one before it. */
export async function checkBothOutcomes(
  before: PreviousOutcomes,
  after: Pick<OutcomeRelease, 'lattice' | 'cells' | 'certificate'>,
  attacker: Attacker,
  solver: Solver,
  limits: AuditLimits,
): Promise<JointReport> {
  if (!after.certificate.inputs.earlierReleases.includes(before.releaseId))
    return jointUnread('the release given with --previous is none of those before');
  const readAs = ({ lattice }: Pick<OutcomeRelease, 'lattice'>): Attacker =>
    lattice.rounding.base === 1 ? 'whole' : attacker;
  const then = outcomeSide(before, readAs(before), null);
  const now = outcomeSide(after, readAs(after), before);
  const ties = carriedOutcomeTies(then, now, before.releaseId, {
    roundingBase: before.lattice.rounding.base,
    threshold: before.lattice.minimum,
    areZerosOpen: false,
    attacker: readAs(before),
  });
  const totals = ties.map(({ after: group }) => group);
  const hadRest = restThen(then.bounded, groupOfOutcomeThen(then, now));
  const few = newInCarried(now.groups.sums, standingOfOutcomes(then, now), totals, hadRest);
  const inCarried = few.size === 0 ? '' : `, who is told by that that ${few.size} new ones are few`;
  const reading = { minimum: after.lattice.minimum, attacker: readAs(after), few };
  const note = `for somebody who has both releases (${ties.length} counts carried)${inCarried}`;
  return await checkJoint(then, now, ties, reading, note, solver, limits);
}
