import {
  homeOf,
  type Identifiers,
  MOST_IN_ONE_HOME,
  normaliseIdentifiers,
  type RawIdentifiers,
  withoutCrowdedHome,
} from '@credlink/tokens';

/** What the records of one whole file say, as its owner's program reads them: normalised, without its crowded homes. */
export function fileIdentifiers(records: readonly RawIdentifiers[], today: string): readonly Identifiers[] {
  const normalised = records.map((raw) => normaliseIdentifiers(raw, today));
  const subjectsOf = new Map<string, number>();
  for (const home of normalised.map(homeOf))
    if (home !== null) subjectsOf.set(home, (subjectsOf.get(home) ?? 0) + 1);
  const crowded = new Set(
    [...subjectsOf].filter(([, subjects]) => subjects > MOST_IN_ONE_HOME).map(([home]) => home),
  );
  return normalised.map((record) => withoutCrowdedHome(record, crowded));
}
