import {
  crowdedHomes,
  homeOf,
  type Identifiers,
  normaliseIdentifiers,
  type RawIdentifiers,
  withoutCrowdedHome,
} from '@credlink/tokens';

/** What the records of one whole file say, as its owner's program reads them: normalised, without its crowded homes. */
export function fileIdentifiers(records: readonly RawIdentifiers[], today: string): readonly Identifiers[] {
  const normalised = records.map((raw) => normaliseIdentifiers(raw, today));
  const homes = normalised.map(homeOf).filter((home) => home !== null);
  const crowded = crowdedHomes(homes.map((home) => [home, 1]));
  return normalised.map((record) => withoutCrowdedHome(record, crowded));
}
