import { recordedQuality } from '../../services/linker/src/link/recorded-quality.ts';

/** The persons of one upload's subjects, and its series; null is linked to nobody. */
export type KnownUpload = {
  readonly uploadId: string;
  readonly series: string;
  readonly persons: readonly (string | null)[];
};

/**
 * The record of a run that made no error: of which a test says who is whom. Its counts are those of the links there are, in
 * the form in which the linker records them.
 */
export function knownQuality(uploads: readonly KnownUpload[]): Readonly<Record<string, unknown>> {
  const series = [...new Set(uploads.map((upload) => upload.series))].toSorted();
  const counts = series.map((name) => countBy(uploads.filter((upload) => upload.series === name)));
  const pairs = counts.flatMap((left, place) =>
    counts.slice(place).map((right, offset) => {
      const links = [...left].reduce(
        (sum, [person, one]) => sum + (offset === 0 ? (one * (one - 1)) / 2 : one * (right.get(person) ?? 0)),
        0,
      );
      return {
        left: series[place] ?? '',
        right: series[place + offset] ?? '',
        candidates: links,
        links,
        sureLinks: links,
        expectedLinks: links,
        posteriorFdr: 0,
        keptFdr: 0,
        posteriorFnr: 0,
        duplicates: null,
        recapture: null,
        cascade: [],
      };
    }),
  );
  const everybody = countBy(uploads);
  const nodes = [...everybody.values()].reduce((sum, records) => sum + records, 0);
  const subjects = uploads.reduce((sum, { persons }) => sum + persons.length, 0);
  return recordedQuality({
    subjects,
    nodes,
    persons: everybody.size,
    ambiguous: 0,
    largestPerson: Math.max(0, ...everybody.values()),
    largePersons: 0,
    model: { iterations: 1, isConverged: true, mergeRounds: 1, samePerson: {}, sameHousehold: {} },
    pairs,
    capped: [],
    lone: [],
    heavy: [],
    decoys: [],
    sources: uploads.map(({ uploadId, series: own, persons }) => ({
      uploadId,
      subjects: persons.length,
      linked: persons.filter(
        (person) => person !== null && counts.some((of, place) => series[place] !== own && of.has(person)),
      ).length,
    })),
  });
}

function countBy(uploads: readonly KnownUpload[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { persons } of uploads)
    for (const person of persons) if (person !== null) counts.set(person, (counts.get(person) ?? 0) + 1);
  return counts;
}
