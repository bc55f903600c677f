import type { Agreement } from '@credlink/contracts';
import type { Generated } from 'kysely';
import type { DayColumn } from './columns.ts';

/** `agreement`: what a grantor allows. */
export type AgreementTable = {
  agreement_id: string;
  grantor: string;
  grantee: string;
  legal_basis: Agreement['legalBasis'];
  purpose: string;
  kinds: Agreement['kinds'];
  uses: Agreement['uses'];
  privacy_profile: Agreement['privacyProfile'];
  decoys: Generated<number>;
  starts: DayColumn;
  expires: DayColumn;
  destroy_by: DayColumn | null;
  state: Agreement['state'];
};
