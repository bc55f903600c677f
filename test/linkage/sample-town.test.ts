import { linkUploads } from '@credlink/linker';
import { expect, it } from 'vitest';
import { type KnownFile, sampleTown, WAGES } from './sample-town.ts';
import { contribute, subjectIdOf, uploadIdOf, withEngine } from './small-town.ts';

type Placed = { readonly series: string; readonly truth: string; readonly person: unknown };

/**
 * Least precision and recall by source, to records of other sources and to wages, as `eval -- exchange` defines them: a
 * point of precision and two of recall under what was measured. Without them a change that breaks linkage where many
 * kinds of file meet passes every test of two files.
 */
const LEAST = {
  'tradecraft-board/holders': { toPerson: [0.99, 0.98], toWage: [0.99, 0.9] },
  'netskill-alliance/holders': { toPerson: [0.99, 0.96], toWage: [0.99, 0.75] },
  'wellcare-council/holders': { toPerson: [0.99, 0.98], toWage: [0.99, 0.89] },
  'college/roster': { toPerson: [0.99, 0.98], toWage: [0.99, 0.9] },
  'state/register': { toPerson: [0.99, 0.98], toWage: [0.99, 0.915] },
} as const;

/** Every record whose owner is known, with the person it was brought to. */
async function place(files: readonly KnownFile[]): Promise<readonly Placed[]> {
  return await withEngine(async (engine) => {
    const sources = [];
    for (const [number, { file }] of files.entries()) sources.push(await contribute(engine, file, number));
    const { linksTable } = await linkUploads(engine, sources, () => undefined, new AbortController().signal);
    const rows = await engine.rows(`SELECT upload_id, subject_id, person_id FROM ${linksTable}`);
    const persons = new Map(rows.map((row) => [`${row.upload_id}/${row.subject_id}`, row.person_id]));
    return files.flatMap(({ file, records }, number) =>
      records.flatMap(({ subject, truth }) => {
        const person = persons.get(`${uploadIdOf(number)}/${subjectIdOf(file, subject, '')}`);
        return truth === null ? [] : [{ series: file.series, truth, person: person ?? null }];
      }),
    );
  });
}

/** Of whom most lines of a person's wages are; null where none has more than half. */
function wageOwners(lines: readonly Placed[]): ReadonlyMap<unknown, string | null> {
  const counts = new Map<unknown, Map<string, number>>();
  for (const { person, truth } of lines) {
    if (person === null) continue;
    const of = counts.get(person) ?? new Map<string, number>();
    counts.set(person, of.set(truth, (of.get(truth) ?? 0) + 1));
  }
  return new Map(
    [...counts].map(([person, of]) => {
      const all = [...of.values()].reduce((sum, count) => sum + count, 0);
      return [person, [...of].find(([, count]) => 2 * count > all)?.[0] ?? null];
    }),
  );
}

function score(placed: readonly Placed[], series: string) {
  const own = placed.filter((one) => one.series === series);
  const others = placed.filter((one) => one.series !== series && one.series !== WAGES);
  const lines = placed.filter((one) => one.series === WAGES);
  const byTruth = Map.groupBy(others, ({ truth }) => truth);
  const byPerson = Map.groupBy(others, ({ person }) => person);
  const owners = wageOwners(lines);
  const paid = new Set(lines.map(({ truth }) => truth));
  let [possible, said, right, reached, reachable, rightly] = [0, 0, 0, 0, 0, 0];
  for (const { truth, person } of own) {
    possible += byTruth.get(truth)?.length ?? 0;
    const brought = person === null ? [] : (byPerson.get(person) ?? []);
    said += brought.length;
    right += brought.filter((other) => other.truth === truth).length;
    if (paid.has(truth)) reachable += 1;
    if (owners.has(person)) reached += 1;
    if (owners.get(person) === truth) rightly += 1;
  }
  return { toPerson: [right / said, right / possible], toWage: [rightly / reached, rightly / reachable] };
}

it('brings the records of a small state with every kind of file to their persons and wages', async () => {
  const placed = await place(await sampleTown(1500));
  for (const [series, least] of Object.entries(LEAST)) {
    const found = score(placed, series);
    for (const to of ['toPerson', 'toWage'] as const) {
      for (const index of [0, 1] as const)
        expect(
          found[to][index],
          `${series} ${to} ${index === 0 ? 'precision' : 'recall'}`,
        ).toBeGreaterThanOrEqual(least[to][index]);
    }
  }
});
