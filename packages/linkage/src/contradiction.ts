import type { Attribute } from '@credlink/tokens';
import { DIFFERS, MISSING, outcomesOf, SCORED } from './pattern.ts';

/** What can speak for a person whose names both changed or were both mistyped beyond recognition. */
const INDEPENDENT: readonly Attribute[] = ['birthDate', 'street', 'phone', 'email'];

/**
 * Claim: an SSN alone never makes a link. Two records that share an SSN while surname and given name both
 * contradict are refused, however rare the SSN, unless birth date, street, phone or e-mail agrees as well. SSNs are
 * borrowed, invented and mistyped (2.5 % of wage lines in the test town), and a wage line has nothing but SSN and
 * name, so there contradicting names always refuse. Names that are missing or could not be compared do not
 * contradict. Not claimed: that a shared SSN beside one agreeing name is right; that is for the weights.
 * Source: linkage.md 5.4, point 8.
 */
export function contradicts(pattern: number): boolean {
  const outcomes = outcomesOf(pattern);
  const outcome = (attribute: Attribute) => outcomes[SCORED.indexOf(attribute)] ?? MISSING;
  const agrees = (attribute: Attribute) => outcome(attribute) !== MISSING && outcome(attribute) !== DIFFERS;
  return (
    agrees('ssn') &&
    outcome('surname') === DIFFERS &&
    outcome('given') === DIFFERS &&
    !INDEPENDENT.some(agrees)
  );
}
