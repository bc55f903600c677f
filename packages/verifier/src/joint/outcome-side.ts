import { type OutcomeBounds, outcomeBounds } from '../outcomes/outcome-bounds.ts';
import {
  addressOf,
  inclusionFact,
  type OutcomeFigure,
  type OutcomeGroups,
  outcomeGroups,
  type PreviousOutcomes,
} from '../outcomes/outcome-groups.ts';
import { outcomeNames, outcomeQuestions } from '../outcomes/outcome-questions.ts';
import type { OutcomeRelease } from '../outcomes/parse-outcomes.ts';
import { propagateBounds } from '../propagate-bounds.ts';
import { toldBy } from '../published-values.ts';
import type { Attacker } from '../range.ts';
import type { Tie } from './join-releases.ts';
import type { JointSide } from './joint-side.ts';
import type { Standing } from './new-parts.ts';

/** A release of the service as one of two. */
export type OutcomeSide = JointSide & {
  readonly groups: OutcomeGroups;
  readonly minimum: number;
};

type Release = Pick<OutcomeRelease, 'lattice' | 'cells'>;

/** @param previous the release before it, where it is known */
export function outcomeSide(
  release: Release,
  attacker: Attacker,
  previous: PreviousOutcomes | null,
): OutcomeSide {
  const { lattice } = release;
  const groups = outcomeGroups(release, previous);
  const bounds: OutcomeBounds = outcomeBounds(groups, lattice, attacker);
  const { low, high } = bounds;
  const isWhole = propagateBounds(groups.sums, low, high).length === 0;
  return {
    groups,
    minimum: lattice.minimum,
    bounded: {
      sums: groups.sums,
      facts: [...bounds.facts, ...groups.inclusions.map(inclusionFact)],
      low,
      high,
    },
    isWhole,
    questions: isWhole ? outcomeQuestions(groups, bounds, lattice.minimum, attacker) : [],
    nameOf: outcomeNames(groups),
  };
}

function countsIn({ groups }: OutcomeSide): readonly OutcomeFigure[] {
  return groups.figures.filter(({ cell }) => cell.unit === 'count');
}

/** The number in the release before of a group of now, by the addresses of counts; -1 where it had none. */
export function groupOfOutcomeThen(then: OutcomeSide, now: OutcomeSide): (group: number) => number {
  const before = new Map(countsIn(then).map(({ cell, group }) => [addressOf(cell), group]));
  const found = new Map<number, number>();
  for (const { cell, group } of countsIn(now)) {
    const number = before.get(addressOf(cell));
    if (number !== undefined) found.set(group, number);
  }
  return (group) => found.get(group) ?? -1;
}

/** Of a group of now, by the addresses of counts. */
export function standingOfOutcomes(then: OutcomeSide, now: OutcomeSide): (group: number) => Standing {
  const before = groupOfOutcomeThen(then, now);
  const standings = new Map<number, Standing>();
  for (const { group } of countsIn(now)) standings.set(group, before(group) < 0 ? 'new' : 'had');
  return (group) => standings.get(group) ?? 'unnamed';
}

/**
 * What `carried` says of counts, see `carriedTies`; here each carried figure names the release it is of. A carried share
 * ties nothing: it may be kept for one of its parts while any number came or went in the others.
 *
 * @param previousId the release before, by the name that carried figures give it
 * @param rounding how counts of that release were rounded
 */
export function carriedOutcomeTies(
  then: OutcomeSide,
  now: OutcomeSide,
  previousId: string,
  rounding: Parameters<typeof toldBy>[2],
): readonly Tie[] {
  const countsOf = ({ groups }: OutcomeSide): readonly OutcomeFigure[] =>
    groups.figures.filter(({ cell }) => cell.unit === 'count' && cell.value !== null);
  const before = new Map(countsOf(then).map((figure) => [addressOf(figure.cell), figure]));
  const apart = now.minimum - 1;
  return countsOf(now).flatMap(({ cell, group }): Tie[] => {
    const earlier = before.get(addressOf(cell));
    if (cell.status !== 'carried' || cell.value === null || earlier === undefined) return [];
    const isOwn = earlier.cell.status === 'ok' && cell.asOf === previousId;
    const isOlder = earlier.cell.status === 'carried' && cell.asOf === earlier.cell.asOf;
    if (!(isOwn || isOlder) || earlier.cell.value !== cell.value) return [];
    const origin = isOlder ? toldBy(cell.value, false, rounding) : null;
    return [{ before: earlier.group, after: group, apart, origin }];
  });
}
