import type { SourceKind } from '@credlink/contracts';
import { type Engine, quoteText } from '@credlink/vault';

/** Kinds of file that say who holds a credential, and the column that names it. */
export const ROSTER_KINDS = [
  { kind: 'holders', credential: 'credential_code' },
  { kind: 'awards', credential: 'award_code' },
] as const satisfies readonly { readonly kind: SourceKind; readonly credential: string }[];

/** What can be said of the persons one organisation names for one credential. */
export type Roster = {
  readonly organisation: string;
  readonly credential: string;
  readonly persons: number;
  /** Those of them with a record in another organisation's source. */
  readonly linked: number;
  /** Half-years with an award. */
  readonly terms: number;
  /** Linked persons by year of award. */
  readonly years: readonly { readonly year: number; readonly linked: number }[];
};

export type UploadOwner = { readonly uploadId: string; readonly organisation: string };

/**
 * Reads the rosters of all organisations from the views `createFactViews` made, sorted by organisation and credential.
 * Rows that are no award (renewals, revocations) count as persons of the roster all the same: they name them.
 */
export async function readRosters(
  engine: Engine,
  owners: readonly UploadOwner[],
  absent: readonly SourceKind[],
): Promise<readonly Roster[]> {
  const present = ROSTER_KINDS.filter(({ kind }) => !absent.includes(kind));
  if (present.length === 0 || owners.length === 0) return [];
  const rows = present.map(
    ({ kind, credential }) =>
      `SELECT organisation, ${credential} AS credential, person_id, award_date FROM ${kind}`,
  );
  const uploads = owners.map(
    ({ uploadId, organisation }) => `(${quoteText(uploadId)}::UUID, ${quoteText(organisation)})`,
  );
  const byYear = await engine.rows(
    `WITH owner (upload_id, organisation) AS (VALUES ${uploads.join(', ')}),
linked AS (
  SELECT person_id FROM link JOIN owner USING (upload_id)
  GROUP BY person_id HAVING count(DISTINCT organisation) > 1),
named AS (
  SELECT organisation, credential, person_id, min(award_date) AS day, min(award_date) IS NOT NULL AS is_dated
  FROM (${rows.join('\nUNION ALL\n')}) GROUP BY organisation, credential, person_id)
SELECT n.organisation, n.credential, coalesce(year(n.day), 0)::INTEGER AS year, count(*)::INTEGER AS persons,
  count(l.person_id)::INTEGER AS linked, count(DISTINCT CASE WHEN n.is_dated THEN month(n.day) <= 6 END)::INTEGER AS terms
FROM named n LEFT JOIN linked l USING (person_id)
GROUP BY ALL ORDER BY n.organisation, n.credential, year`,
    [],
    (row) => ({
      organisation: String(row.organisation),
      credential: String(row.credential),
      year: Number(row.year),
      persons: Number(row.persons),
      linked: Number(row.linked),
      terms: Number(row.terms),
    }),
  );
  const rosters = new Map<string, typeof byYear>();
  for (const row of byYear) {
    const name = JSON.stringify([row.organisation, row.credential]);
    rosters.set(name, [...(rosters.get(name) ?? []), row]);
  }
  return [...rosters.values()].flatMap((years) => {
    const [first] = years;
    if (first === undefined) return [];
    const sum = (figure: 'persons' | 'linked' | 'terms') =>
      years.reduce((total, year) => total + year[figure], 0);
    return {
      organisation: first.organisation,
      credential: first.credential,
      persons: sum('persons'),
      linked: sum('linked'),
      terms: sum('terms'),
      years: years.map(({ year, linked }) => ({ year, linked })),
    };
  });
}
