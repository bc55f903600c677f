import { bulkInsert, type Engine } from '@credlink/vault';
import { outcomeBounds } from '../../packages/verifier/src/outcomes/outcome-bounds.ts';
import { type OutcomeGroups, outcomeGroups } from '../../packages/verifier/src/outcomes/outcome-groups.ts';
import type { OutcomeRelease } from '../../packages/verifier/src/outcomes/parse-outcomes.ts';
import { propagateBounds } from '../../packages/verifier/src/propagate-bounds.ts';
import { addressText } from '../../services/publisher/src/ledger/shown-release.ts';

/** What insiders can tell of the 1 to 9 others in groups that they are part of. */
export type InsiderCount = {
  readonly insiders: number;
  /** Pairs of an insider and a group. */
  readonly pairs: number;
  /** Pairs whose others are left with one or two numbers, where all counts of ten or more are shown rounded. */
  readonly toldBefore: number;
  /** The same by what the release shows. */
  readonly told: number;
  /** Pairs whose others are left with fewer numbers than the minimum: bar B5 as it is written. */
  readonly narrow: number;
};

type Bounds = { readonly low: Float64Array; readonly high: Float64Array };

/** How a group is made up, and how many of its persons an organisation has in its own files. */
type Group = { readonly persons: number; readonly own: ReadonlyMap<string, number> };

/**
 * Repeats the view of every organisation that contributed people for itself, as a reader who counts whole persons: each
 * group holds at least its own persons, and what is left of a range is what it says of the others. Ranges follow from
 * single sums and from who is part of whom, by code that the release was not protected with.
 *
 * Reads `member` (release, set_no, person_key), `figure` (release, address, population_set, numerator_set) and
 * `key_organisation` (release, person_key, organisation). A carried figure is one of the persons of the release it names.
 *
 * @param place of the release, 0 or 1
 */
export async function countInsiders(
  engine: Engine,
  release: OutcomeRelease,
  place: number,
): Promise<InsiderCount> {
  const groups = outcomeGroups(release);
  const known = await groupsOf(engine, groups, place);
  const { lattice } = release;
  const shown = outcomeBounds(groups, lattice, 'whole');
  const counted = new Set(
    groups.figures.flatMap(({ cell, group }) => (cell.unit === 'count' ? [group] : [])),
  );
  const unprotected = roundedAlone(groups.count, known, counted, lattice.minimum, lattice.rounding.base);
  const insiders = new Set([...known.values()].flatMap(({ own }) => [...own.keys()]));
  const result = { insiders: insiders.size, pairs: 0, toldBefore: 0, told: 0, narrow: 0 };
  for (const insider of insiders) {
    const concerned = [...known].filter(([group, { persons, own }]) => {
      const others = persons - (own.get(insider) ?? 0);
      return counted.has(group) && own.has(insider) && others > 0 && others < lattice.minimum;
    });
    const before = seenBy(insider, unprotected, groups, known);
    const after = seenBy(insider, shown, groups, known);
    const choices = (bounds: Bounds, group: number): number =>
      (bounds.high[group] ?? 0) - (bounds.low[group] ?? 0) + 1;
    result.pairs += concerned.length;
    for (const [group] of concerned) {
      if (choices(before, group) < LEAST_CHOICES) result.toldBefore += 1;
      if (choices(after, group) < LEAST_CHOICES) result.told += 1;
      if (choices(after, group) <= lattice.minimum) result.narrow += 1;
    }
  }
  return result;
}

/** Numbers that must stay possible for few others (docs/DISCLOSURE.md). */
const LEAST_CHOICES = 3;

function seenBy(
  insider: string,
  bounds: Bounds,
  { sums, inclusions }: OutcomeGroups,
  known: ReadonlyMap<number, Group>,
): Bounds {
  const low = bounds.low.slice();
  const high = bounds.high.slice();
  for (const [group, { own }] of known) low[group] = Math.max(low[group] ?? 0, own.get(insider) ?? 0);
  for (;;) {
    propagateBounds(sums, low, high);
    let hasChanged = false;
    for (const { inner, outer } of inclusions) {
      const [least, most] = [low[inner] ?? 0, high[outer] ?? 0];
      if (least > (low[outer] ?? 0)) {
        low[outer] = least;
        hasChanged = true;
      }
      if (most < (high[inner] ?? 0)) {
        high[inner] = most;
        hasChanged = true;
      }
    }
    if (!hasChanged) return { low, high };
  }
}

/** What would be known if every count of the minimum or more was shown to the nearest multiple, and nothing else. */
function roundedAlone(
  count: number,
  known: ReadonlyMap<number, Group>,
  counted: ReadonlySet<number>,
  minimum: number,
  base: number,
): Bounds {
  const low = new Float64Array(count);
  const high = new Float64Array(count).fill(Infinity);
  for (const group of counted) {
    const persons = known.get(group)?.persons ?? 0;
    if (persons < minimum) continue;
    const least = base * Math.floor((persons + Math.floor(base / 2)) / base) - Math.floor(base / 2);
    low[group] = Math.max(minimum, least);
    high[group] = least + base - 1;
  }
  return { low, high };
}

/** The groups whose persons the ledger remembers, by number. */
async function groupsOf(
  engine: Engine,
  { figures }: OutcomeGroups,
  place: number,
): Promise<ReadonlyMap<number, Group>> {
  await engine.run(
    'CREATE OR REPLACE TEMP TABLE group_figure (group_no INTEGER, address VARCHAR, is_numerator BOOLEAN)',
  );
  const rows = await bulkInsert(engine, 'group_figure', ['INTEGER', 'VARCHAR', 'BOOLEAN']);
  for (const { cell, group, numerator } of figures) {
    rows.add([group, addressText(cell), false]);
    if (numerator !== null) rows.add([numerator, addressText(cell), true]);
  }
  rows.finish();
  // A set of this release comes before that of the one whose figure is carried.
  const counted = await engine.rows(`
    WITH remembered AS (
      SELECT g.group_no, f.release, any_value(CASE WHEN g.is_numerator THEN f.numerator_set ELSE f.population_set END) AS set_no
      FROM group_figure g JOIN figure f USING (address)
      WHERE f.release <= ${place} AND CASE WHEN g.is_numerator THEN f.numerator_set ELSE f.population_set END IS NOT NULL
      GROUP BY g.group_no, f.release),
    newest AS (
      SELECT group_no, max(release) AS release, arg_max(set_no, release) AS set_no FROM remembered GROUP BY group_no)
    SELECT n.group_no, coalesce(o.organisation, '') AS organisation, count(DISTINCT m.person_key) AS persons
    FROM newest n JOIN member m ON m.release = n.release AND m.set_no = n.set_no
    LEFT JOIN key_organisation o ON o.release = n.release AND o.person_key = m.person_key
    GROUP BY GROUPING SETS ((n.group_no, o.organisation), (n.group_no))
    HAVING grouping(o.organisation) = 1 OR o.organisation IS NOT NULL`);
  const found = new Map<number, { persons: number; own: Map<string, number> }>();
  for (const { group_no, organisation, persons } of counted) {
    const group = found.get(Number(group_no)) ?? { persons: 0, own: new Map() };
    found.set(Number(group_no), group);
    if (organisation === '') group.persons = Number(persons);
    else group.own.set(String(organisation), Number(persons));
  }
  return found;
}
