import { KINDS_WITHOUT_PERSONS, type SourceKind } from '@credlink/contracts';
import { PACKS, type PersonSourceKind, packFor, type RulePack } from '@credlink/tokens';

function hasPersons(kind: SourceKind): kind is PersonSourceKind {
  return !KINDS_WITHOUT_PERSONS.includes(kind);
}

/**
 * The one pack a source of a kind is tokenised with. Files without persons yield no token; they name the smallest.
 *
 * Claim: no file brings tokens of rules its kind has no identifiers for. Against: a holders file of the pack
 * `reference`, whose tokens stand for another organisation's student numbers and would join with its roster.
 */
export function packOfKind(kind: SourceKind): RulePack {
  return hasPersons(kind) ? packFor(kind) : PACKS.reference;
}
