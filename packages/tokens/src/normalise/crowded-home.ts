import type { Identifiers } from '../identifiers.ts';

/** Most subjects of one file at one address that is a home: with more it is a residence hall, an institution or a default. */
export const MOST_IN_ONE_HOME = 30;

/**
 * House number and main word of the street, whatever the room, or the whole line where it has no number in front (`Smith
 * Hall`), with the ZIP code, or else the town; null where there is no street.
 */
export function homeOf({ street, zip, city }: Pick<Identifiers, 'street' | 'zip' | 'city'>): string | null {
  if (street === null) return null;
  const { number, word, line } = street;
  return `${number === null || word === null ? line : `${number} ${word}`} ${zip ?? city ?? ''}`;
}

/**
 * Claim: no token tells that two subjects share an address with more than thirty others of their file. Such an address
 * says nothing of who somebody is, and its tokens would be the easiest of all to name by their frequency alone; its
 * street is a placeholder, while town and ZIP code stay.
 *
 * Why it matters for linkage: the chance that two people agree is stated once for a whole file, so an address in common
 * counts the same in a family's house and in a hall of four hundred. Measured on the test town, where six halls hold a
 * sixth of the people: docs/BENCHMARKS.md.
 *
 * @param crowded homes, as `homeOf` names them, of more than `MOST_IN_ONE_HOME` subjects of the file
 */
export function withoutCrowdedHome(identifiers: Identifiers, crowded: ReadonlySet<string>): Identifiers {
  if (crowded.size === 0) return identifiers;
  const home = homeOf(identifiers);
  if (home === null || !crowded.has(home)) return identifiers;
  return { ...identifiers, street: null, states: { ...identifiers.states, street: 'placeholder' } };
}
