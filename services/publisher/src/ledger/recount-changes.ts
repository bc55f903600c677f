import type { PublishedCell } from '@credlink/contracts';
import type { Policy } from '@credlink/disclosure';
import { bulkInsert, type Engine } from '@credlink/vault';
import type { ComputedCells } from '../compute/computed-cells.ts';
import { addressText, type ShownRelease } from './shown-release.ts';

/** What a recount of the persons behind changed figures found. */
export type Recount = { readonly compared: number; readonly violations: number };

/** Numbers of the parts whose persons are compared; `cohort` in a restatement only. */
type Change = {
  readonly unit: PublishedCell['unit'];
  readonly cohort: number | null;
  readonly whole: number;
  readonly sides: readonly number[];
};

/**
 * Claim (bar B9): no figure of a release that was computed anew has another value than an earlier release showed at its
 * address while 1 to `counts.minimum - 1` persons came or went. Counted person by person from the sets, after
 * everything was decided, by a query that has nothing in common with what decided. Of a share, its numerator and the
 * rest of its denominator are counted too. Nobody at all may not explain a change either.
 *
 * In a restatement everybody in the cohort is counted too, a percentile is explained by revised persons of its population as
 * well, and persons may change sides within the unchanged group of a share.
 *
 * Reads `person_key`, `person_atom`, `revised_person` and `earlier_person` (what `readLedger` leaves of the release it just gave).
 * @param published one for each figure, in the order of the figures
 */
export async function recountChanges(
  engine: Engine,
  { cells, figures }: Pick<ComputedCells, 'cells' | 'figures'>,
  published: readonly PublishedCell[],
  earlier: AsyncIterable<ShownRelease>,
  policy: Policy,
  isRestatement: boolean,
): Promise<Recount> {
  let compared = 0;
  let violations = 0;
  for await (const release of earlier) {
    await engine.run(
      'CREATE OR REPLACE TEMP TABLE recount_part (part INTEGER, is_now BOOLEAN, atom_no INTEGER)',
    );
    const rows = await bulkInsert(engine, 'recount_part', ['INTEGER', 'BOOLEAN', 'INTEGER']);
    const parts = new Map<string, number>();
    const changes: Change[] = [];
    const enter = (name: string, then: Iterable<number>, now: Iterable<number>): number => {
      const known = parts.get(name);
      if (known !== undefined) return known;
      const part = parts.size;
      parts.set(name, part);
      for (const atom of then) rows.add([part, false, atom]);
      for (const atom of now) rows.add([part, true, atom]);
      return part;
    };
    const then = (set: number): readonly number[] => [...(release.sets.get(set) ?? [])];
    const now = (cell: number): readonly number[] => [...(cells[cell]?.atoms ?? [])];
    published.forEach((cell, place) => {
      const figure = figures[place];
      const shown = release.figures.get(addressText(cell));
      if (cell.status !== 'ok' || figure === undefined || shown === undefined || cell.value === shown.value)
        return;
      const { population, numerator, roster } = figure;
      const whole = enter(`${shown.population} ${population}`, then(shown.population), now(population));
      const cohort = isRestatement
        ? enter(`${shown.roster} ${roster}`, then(shown.roster), now(roster))
        : null;
      if (numerator === null || shown.numerator === null) {
        changes.push({ unit: cell.unit, cohort, whole, sides: [] });
        return;
      }
      const [inside, insideNow] = [then(shown.numerator), now(numerator)];
      const [isIn, isInNow] = [new Set(inside), new Set(insideNow)];
      const sides = [
        enter(`${shown.numerator} ${numerator}`, inside, insideNow),
        enter(
          `${shown.population}-${shown.numerator} ${population}-${numerator}`,
          then(shown.population).filter((atom) => !isIn.has(atom)),
          now(population).filter((atom) => !isInNow.has(atom)),
        ),
      ];
      changes.push({ unit: cell.unit, cohort, whole, sides });
    });
    rows.finish();
    const apart = new Map(
      await engine.rows(
        `WITH member AS (
  SELECT p.part, p.is_now, e.person_key FROM recount_part p JOIN earlier_person e USING (atom_no) WHERE NOT p.is_now
  UNION ALL
  SELECT p.part, p.is_now, k.person_key FROM recount_part p JOIN person_atom a USING (atom_no)
    JOIN person_key k ON k.person_id = a.person_id WHERE p.is_now
), once AS (SELECT part, person_key FROM member GROUP BY part, person_key HAVING count(*) = 1)
SELECT part, count(*) AS persons FROM once GROUP BY part`,
        [],
        (row) => [Number(row.part), Number(row.persons)] as const,
      ),
    );
    const revised = new Map(
      await engine.rows(
        `SELECT p.part, count(DISTINCT r.person_id) AS persons
FROM recount_part p JOIN person_atom a USING (atom_no) JOIN revised_person r ON r.person_id = a.person_id
WHERE p.is_now GROUP BY p.part`,
        [],
        (row) => [Number(row.part), Number(row.persons)] as const,
      ),
    );
    const isFew = (part: number): boolean => (apart.get(part) ?? 0) < policy.counts.minimum;
    const isSame = (part: number): boolean => !apart.has(part);
    const isWrong = ({ unit, cohort, whole, sides }: Change): boolean => {
      if (cohort === null) return [whole, ...sides].some(isFew);
      if ((isFew(cohort) && !isSame(cohort)) || sides.some(isFew)) return true;
      if (!isFew(whole)) return false;
      const hasRevised = (revised.get(whole) ?? 0) >= policy.counts.minimum;
      return unit === 'usd' ? !hasRevised : unit === 'count' || !isSame(whole);
    };
    compared += changes.length;
    violations += changes.filter(isWrong).length;
  }
  return { compared, violations };
}
