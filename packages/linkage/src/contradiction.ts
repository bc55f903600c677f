import type { Attribute } from '@credlink/tokens';
import { DIFFERS, MISSING, outcomesOf, SCORED } from './pattern.ts';

/** What can speak for a person whose given name changed or was mistyped beyond recognition. */
const BESIDE_SSN: readonly Attribute[] = ['birthDate', 'street', 'phone', 'email'];

/** What a person does not share with the others of a household. */
const PERSONAL: readonly Attribute[] = ['given', 'birthDate', 'ssn', 'phone', 'email'];

export type Contradiction = 'borrowed_ssn' | 'household' | null;

/**
 * Claim 1: an SSN beside another given name is a borrowed SSN, not a link. Relatives work under each other's number
 * (2.5 % of the wage lines in the test town are under somebody else's), so an equal SSN, with or without an equal
 * surname, is refused when the given names contradict, unless birth date, street, phone or e-mail agrees as well, or
 * surname and middle name both do: then the weights decide. A wage line has nothing but SSN and name, so there a
 * contradicting given name refuses but for that last case (relatives share a surname; one in ten of them also shares
 * the initial of the middle name). An equal given name under another surname is not refused: people marry.
 *
 * Claim 2: a household is no person. Two records whose given names and birth dates both contradict are refused,
 * whatever surname and address say, unless SSN, phone or e-mail agrees.
 *
 * Between two files with one record a person the second look (`second-look.ts`) weighs such pairs instead.
 *
 * What is missing or could not be compared does not contradict. Not claimed: that what is not refused is right; that
 * is for the weights. Source: linkage.md 5.4, points 4 and 8.
 */
export function contradictionOf(pattern: number): Contradiction {
  const outcomes = outcomesOf(pattern);
  const outcome = (attribute: Attribute) => outcomes[SCORED.indexOf(attribute)] ?? MISSING;
  const agrees = (attribute: Attribute) => outcome(attribute) !== MISSING && outcome(attribute) !== DIFFERS;
  const differs = (attribute: Attribute) => outcome(attribute) === DIFFERS;
  if (!differs('given')) return null;
  const isFamilyNameWithMiddle = agrees('surname') && agrees('middle');
  if (agrees('ssn')) return isFamilyNameWithMiddle || BESIDE_SSN.some(agrees) ? null : 'borrowed_ssn';
  return differs('birthDate') && !PERSONAL.some(agrees) ? 'household' : null;
}
