import { KINDS_WITHOUT_PERSONS, type MatchRate, SOURCE_KINDS, type SourceKind } from '@credlink/contracts';
import { type Engine, quoteName } from '@credlink/vault';
import { matchRateBand } from './match-rate-band.ts';

/** Attributes of persons that a file carries; an agreement that allows no statistics keeps them from the publisher. */
const ATTRIBUTES = {
  roster: ['sex', 'race_ethnicity'],
} as const satisfies Partial<Record<SourceKind, readonly MatchRate['by'][]>>;

type Grouping = { readonly kind: SourceKind; readonly by: MatchRate['by'] };

function groupingsOf(absent: readonly SourceKind[]): readonly Grouping[] {
  const kinds = SOURCE_KINDS.filter(
    (kind) => kind !== 'wages' && !KINDS_WITHOUT_PERSONS.includes(kind) && !absent.includes(kind),
  );
  return kinds.flatMap((kind) => [
    { kind, by: 'all' as const },
    ...(kind === 'roster' ? ATTRIBUTES.roster.map((by) => ({ kind, by })) : []),
  ]);
}

/** Persons of a kind of file by organisation and group, found in `waged` or not. Under two values a person is in both. */
function countsOf({ kind, by }: Grouping): string {
  const group = by === 'all' ? "''" : `coalesce(${quoteName(by)}, '')`;
  return `SELECT organisation || '/${kind}' AS source, '${by}' AS grouping, ${group} AS member,
  count(DISTINCT person_id)::DOUBLE AS persons, count(DISTINCT w.found)::DOUBLE AS found
FROM ${quoteName(kind)} LEFT JOIN waged w ON w.found = person_id
GROUP BY ALL`;
}

/**
 * How many of each source's persons are found in wages, in bands: of all, and by sex and race where a file carries them.
 * Reads the views of `createFactViews` after rosters were quarantined. Names of some groups lose more records than
 * those of others, which is what the groups are for. Nothing carries an age: birth dates stay with their owners.
 *
 * @param minimum smallest group the policy shows
 */
export async function readMatchRates(
  engine: Engine,
  absent: readonly SourceKind[],
  minimum: number,
): Promise<readonly MatchRate[]> {
  const groupings = groupingsOf(absent);
  if (absent.includes('wages') || groupings.length === 0) return [];
  return engine.rows(
    `WITH waged AS MATERIALIZED (SELECT DISTINCT person_id AS found FROM wages)
${groupings.map(countsOf).join('\nUNION ALL\n')} ORDER BY source, grouping, member`,
    [],
    (row) => {
      const band = matchRateBand(Number(row.persons), Number(row.found), minimum);
      return {
        source: String(row.source),
        by: groupingIn(row.grouping),
        group: String(row.member),
        low: band?.low ?? null,
        high: band?.high ?? null,
      };
    },
  );
}

function groupingIn(value: unknown): MatchRate['by'] {
  return value === 'sex' || value === 'race_ethnicity' ? value : 'all';
}
