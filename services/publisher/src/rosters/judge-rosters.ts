import type { QuarantinedRoster } from '@credlink/contracts';
import type { Roster } from './roster-evidence.ts';
import { isSuddenRoster } from './sudden-roster.ts';
import { hasThresholdSpike, isAtThreshold } from './threshold-spike.ts';
import { isUnlinkedRoster } from './unlinked-roster.ts';

/**
 * The rosters that are kept out of a release, each with its first reason. What is usual for an owner is what its other
 * rosters show, or those of all others where it has none.
 *
 * @param minimum cell size of the policy
 */
export function judgeRosters(rosters: readonly Roster[], minimum: number): readonly QuarantinedRoster[] {
  const spiking = new Set(
    [...new Set(rosters.map(({ organisation }) => organisation))].filter((organisation) =>
      hasThresholdSpike(
        rosters.filter((roster) => roster.organisation === organisation).flatMap(cohortSizes),
        minimum,
      ),
    ),
  );
  return rosters.flatMap((roster) => {
    const reason = reasonOf(roster, rosters, minimum, spiking);
    return reason === null
      ? []
      : { organisation: roster.organisation, credential: roster.credential, reason };
  });
}

function reasonOf(
  roster: Roster,
  rosters: readonly Roster[],
  minimum: number,
  spiking: ReadonlySet<string>,
): QuarantinedRoster['reason'] | null {
  if (isUnlinkedRoster(roster, usualShare(roster, rosters))) return 'unlinked_roster';
  if (isSuddenRoster(roster)) return 'sudden_roster';
  const hugs = cohortSizes(roster).some((size) => isAtThreshold(size, minimum));
  return spiking.has(roster.organisation) && hugs ? 'threshold_spike' : null;
}

function cohortSizes({ years }: Roster): readonly number[] {
  return years.map(({ linked }) => linked);
}

function usualShare(roster: Roster, rosters: readonly Roster[]): number {
  const others = rosters.filter((other) => other !== roster);
  const own = others.filter(({ organisation }) => organisation === roster.organisation);
  const compared = own.length > 0 ? own : others;
  const persons = compared.reduce((sum, other) => sum + other.persons, 0);
  return persons === 0 ? 0 : compared.reduce((sum, { linked }) => sum + linked, 0) / persons;
}
