import type { Agreement, ErrorCode } from '@credlink/contracts';

/** What the rule reads of an agreement. Days are ISO dates. */
export type AgreementTerms = Pick<Agreement, 'grantor' | 'starts' | 'expires' | 'state'>;

/**
 * Claim: nothing is evaluated for an organisation that is grantor of no agreement in force today: a key that was
 * never revoked does not outlive the agreement it was made for. Which kinds the agreement covers is for intake to say:
 * the keyholder does not learn of what file an element comes. First and last day count, both in UTC.
 *
 * @returns null where one is in force, else why none is
 */
export function whyNoneInForce(
  agreements: readonly AgreementTerms[],
  grantor: string,
  today: string,
): Extract<ErrorCode, 'agreement_missing' | 'agreement_not_active' | 'agreement_expired'> | null {
  const own = agreements.filter((agreement) => agreement.grantor === grantor);
  if (own.length === 0) return 'agreement_missing';
  if (own.some((a) => a.state === 'active' && a.starts <= today && today <= a.expires)) return null;
  const isOver = own.some((a) => a.state === 'expired' || (a.state === 'active' && a.expires < today));
  return isOver ? 'agreement_expired' : 'agreement_not_active';
}
