import { type ErrorCode, rejected, type SourceKind } from '@credlink/contracts';
import { type Database, listAgreementsOfGrantor } from '@credlink/store';
import { findGrant } from './rules/find-grant.ts';

const REASONS: Readonly<Partial<Record<ErrorCode, string>>> = {
  agreement_missing: 'your organisation is grantor of no agreement; speak to the steward',
  grant_missing: 'no agreement of your organisation covers linking this kind of source',
  agreement_not_active: 'the agreement that covers this source is not active today',
  agreement_expired: 'the agreement that covers this source has expired',
};

/** The agreement under which a contributor may send a kind of source today, or a refusal that says what is missing. */
export async function requireGrant(
  db: Database,
  contributor: string,
  kind: SourceKind,
  today: string,
): Promise<string> {
  const grant = findGrant(await listAgreementsOfGrantor(db, contributor), contributor, kind, today);
  if (grant.is === 'granted') return grant.agreementId;
  throw rejected(grant.code, REASONS[grant.code] ?? 'no agreement allows this');
}
