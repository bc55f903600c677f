import type { Attribute } from '@credlink/tokens';
import { DIFFERS, MISSING, outcomesOf, SCORED } from './pattern.ts';

/** What can speak for a person whose names both changed or were both mistyped beyond recognition. */
const BESIDE_SSN: readonly Attribute[] = ['birthDate', 'street', 'phone', 'email'];

/** What a person does not share with the others of a household. */
const PERSONAL: readonly Attribute[] = ['given', 'birthDate', 'ssn', 'phone', 'email'];

/**
 * Claim 1: an SSN alone never makes a link. Two records that share an SSN while surname and given name both
 * contradict are refused, however rare the SSN, unless birth date, street, phone or e-mail agrees as well. SSNs are
 * borrowed, invented and mistyped (2.5 % of wage lines in the test town), and a wage line has nothing but SSN and
 * name, so there contradicting names always refuse.
 *
 * Claim 2: a household is no person. Two records whose given names and birth dates both contradict are refused,
 * whatever surname and address say, unless SSN, phone or e-mail agrees.
 *
 * What is missing or could not be compared does not contradict. Not claimed: that what is not refused is right; that
 * is for the weights. Source: linkage.md 5.4, points 4 and 8.
 */
export function contradicts(pattern: number): boolean {
  const outcomes = outcomesOf(pattern);
  const outcome = (attribute: Attribute) => outcomes[SCORED.indexOf(attribute)] ?? MISSING;
  const agrees = (attribute: Attribute) => outcome(attribute) !== MISSING && outcome(attribute) !== DIFFERS;
  const differs = (attribute: Attribute) => outcome(attribute) === DIFFERS;
  const isBareSsn = agrees('ssn') && differs('surname') && differs('given') && !BESIDE_SSN.some(agrees);
  const isHousehold = differs('given') && differs('birthDate') && !PERSONAL.some(agrees);
  return isBareSsn || isHousehold;
}
