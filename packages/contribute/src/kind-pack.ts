import { KINDS_WITHOUT_PERSONS, type SourceKind } from '@credlink/contracts';
import type { RulePack } from '@credlink/tokens';

export function hasPersons(kind: SourceKind): boolean {
  return !KINDS_WITHOUT_PERSONS.includes(kind);
}

/** Whether any rule of the pack needs evaluations of SSNs. */
export function needsEvaluations(pack: RulePack): boolean {
  return pack.rules.some((rule) => rule.levels.includes('ssn.nine'));
}
