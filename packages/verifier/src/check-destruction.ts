import { DestructionStatement, rejected } from '@credlink/contracts';
import { z } from 'zod';
import { canonicalText } from './canonical-json.ts';
import { type IsSignedBy, Signature } from './document-signature.ts';

const DestructionCertificate = z.strictObject({
  ...DestructionStatement.shape,
  signature: Signature.nullable(),
});

export const DESTRUCTION_FINDINGS = [
  'not_signed',
  'signature_wrong',
  'signed_by_another_key',
  'declared_before_it_was_empty',
  'of_another_key',
] as const;
export type DestructionFinding = (typeof DESTRUCTION_FINDINGS)[number];

/** The epoch whose destruction a reader asks about, by the exchange key in hand. */
export type EpochInHand = {
  readonly exchangeId: string;
  readonly keyEpoch: number;
  readonly keyCheckValue: string;
};

export type DestructionReport = {
  readonly statement: DestructionStatement;
  /** Base64; null where it is not signed. */
  readonly signedBy: string | null;
  /** None: the certificate is what the holder of a trusted key signed. */
  readonly findings: readonly DestructionFinding[];
};

/**
 * Claim: without findings the statement is, to the letter, what the holder of one of the trusted keys signed. Not claimed:
 * that what it says is true; what the exchange checked and what it did not stands in the statement itself.
 *
 * @param trustedKeys public keys in base64 that certificates of the exchange are signed with; one at least
 * @param inHand null where the reader holds no key to compare it with
 * @throws AppError `certificate_malformed`
 */
export function checkDestruction(
  document: unknown,
  trustedKeys: readonly string[],
  inHand: EpochInHand | null,
  isSignedBy: IsSignedBy,
): DestructionReport {
  const parsed = DestructionCertificate.safeParse(document);
  if (!parsed.success)
    throw rejected('certificate_malformed', 'this is no certificate of destruction that this program knows');
  const { signature, ...statement } = parsed.data;
  const findings: DestructionFinding[] = [];
  if (signature === null) findings.push('not_signed');
  else {
    if (!isSignedBy(signature.publicKey, canonicalText(statement), signature.value))
      findings.push('signature_wrong');
    if (!trustedKeys.includes(signature.publicKey)) findings.push('signed_by_another_key');
  }
  if (Date.parse(statement.declaredAt) < Date.parse(statement.emptiedAt))
    findings.push('declared_before_it_was_empty');
  if (inHand !== null && !isOf(statement, inHand)) findings.push('of_another_key');
  return { statement, signedBy: signature?.publicKey ?? null, findings };
}

function isOf({ exchangeId, key, epochKeys }: DestructionStatement, inHand: EpochInHand): boolean {
  return (
    exchangeId.toLowerCase() === inHand.exchangeId.toLowerCase() &&
    key.kind === 'key_epoch' &&
    key.keyEpoch === inHand.keyEpoch &&
    epochKeys?.keyCheckValue === inHand.keyCheckValue
  );
}
