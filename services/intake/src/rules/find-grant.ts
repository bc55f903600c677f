import type { Agreement, SourceKind } from '@credlink/contracts';

/** What the rule reads of an agreement. Days are ISO dates. */
export type AgreementTerms = Pick<
  Agreement,
  'agreementId' | 'grantor' | 'kinds' | 'uses' | 'starts' | 'expires' | 'state'
>;

export type Grant =
  | { readonly is: 'granted'; readonly agreementId: string }
  | {
      readonly is: 'refused';
      readonly code: 'agreement_missing' | 'grant_missing' | 'agreement_not_active' | 'agreement_expired';
    };

/**
 * Claim: an upload is accepted only under an agreement of its own contributor (the grantor) that names the kind of
 * source, allows `link`, is active, and whose first and last day enclose today, both included. Nothing else lets a
 * byte in. Days are UTC days: west of Greenwich an agreement ends some hours early, never late.
 * Not claimed: that the contributor had the right to grant; that is what the legal basis on file is for.
 *
 * Source: domain.md 3.2; ISO 8601 days compare as text. Of several that fit, the one that lasts longest is taken.
 */
export function findGrant(
  agreements: readonly AgreementTerms[],
  contributor: string,
  kind: SourceKind,
  today: string,
): Grant {
  const own = agreements.filter((agreement) => agreement.grantor === contributor);
  if (own.length === 0) return { is: 'refused', code: 'agreement_missing' };
  const fitting = own.filter(
    (agreement) => agreement.kinds.includes(kind) && agreement.uses.includes('link'),
  );
  if (fitting.length === 0) return { is: 'refused', code: 'grant_missing' };
  const inForce = fitting
    .filter((a) => a.state === 'active' && a.starts <= today && today <= a.expires)
    .sort((a, b) => b.expires.localeCompare(a.expires) || a.agreementId.localeCompare(b.agreementId));
  const [longest] = inForce;
  if (longest !== undefined) return { is: 'granted', agreementId: longest.agreementId };
  const isOver = fitting.some((a) => a.state === 'expired' || (a.state === 'active' && a.expires < today));
  return { is: 'refused', code: isOver ? 'agreement_expired' : 'agreement_not_active' };
}
