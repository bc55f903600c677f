import { KINDS_WITHOUT_PERSONS, type SourceKind } from '@credlink/contracts';
import { PACKS, type PersonSourceKind, packFor, type RulePack } from '@credlink/tokens';

export function hasPersons(kind: SourceKind): kind is PersonSourceKind {
  return !KINDS_WITHOUT_PERSONS.includes(kind);
}

/** The pack the manifest names. Files without persons yield no token; they name the smallest pack. */
export function packOfKind(kind: SourceKind): RulePack {
  return hasPersons(kind) ? packFor(kind) : PACKS.reference;
}

/** Whether any rule of the pack needs evaluations of SSNs. */
export function needsEvaluations(pack: RulePack): boolean {
  return pack.rules.some((rule) => rule.levels.includes('ssn.nine'));
}
