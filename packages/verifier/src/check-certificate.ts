import { z } from 'zod';
import { canonicalText } from './canonical-json.ts';
import { type IsSignedBy, Signature } from './document-signature.ts';
import { malformed } from './malformed.ts';
import type { CheckId, CheckResult, Finding } from './report.ts';

const SignedCertificate = z.looseObject({
  checks: z.array(z.looseObject({ id: z.string(), result: z.string() })),
  signature: Signature.nullish(),
});

/** What a certificate claims of one check beside what was found. */
export type Claim = { readonly id: string; readonly claimed: string; readonly found: string };

export type CertificateReport = {
  readonly claims: readonly Claim[];
  readonly findings: readonly Finding[];
  readonly note: string;
};

/** What the verifier cannot do itself without IO. */
export type CertificateTools = {
  readonly isSignedBy: IsSignedBy;
  /** SHA-256, 64 hex digits, of what was published, by the name under which a certificate gives it. */
  readonly digests: Readonly<Record<string, string>>;
  /** The key the reader trusts, in base64, where it has one. */
  readonly trustedKey: string | null;
};

/**
 * Compares a certificate with what was found: every check it says is passed must be, its signature must be good and
 * by the trusted key, and its digest must be that of the cells.
 * @throws AppError `release_malformed`
 */
export function checkCertificate(
  document: unknown,
  checks: readonly CheckResult[],
  tools: CertificateTools,
): CertificateReport {
  const parsed = SignedCertificate.safeParse(document);
  if (!parsed.success) throw malformed('certificate.json', 'it is not a certificate');
  const { signature, ...content } = parsed.data;
  const findings: Finding[] = [];
  const found = (kind: string): void => {
    findings.push({ check: 'certificate', kind, of: [], without: [], range: null });
  };
  const claims = parsed.data.checks.flatMap(({ id, result }): Claim[] => {
    // What a certificate says of ranges it says of all releases up to its own.
    const own = checks.filter((check) => check.id === id || (id !== 'B9' && check.id === `${id}-both`));
    const found =
      own.find((check) => check.result === 'failed') ??
      own.find((check) => check.result === 'undecided') ??
      own[0];
    return [{ id, claimed: result, found: found?.result ?? 'not_checkable' }];
  });
  for (const { id, claimed, found: own } of claims) {
    if (claimed === 'passed' && own === 'failed') found(`says_passed_${isId(id, checks) ? id : 'other'}`);
  }
  for (const [name, digest] of Object.entries(tools.digests)) {
    if (content[name] !== undefined && content[name] !== digest) {
      found(`${name.replace('Sha256', '')}_digest_differs`);
    }
  }
  if (signature === undefined || signature === null) {
    if (tools.trustedKey !== null) found('not_signed');
    return { claims, findings, note: 'not signed' };
  }
  if (!tools.isSignedBy(signature.publicKey, canonicalText(content), signature.value))
    found('signature_wrong');
  if (tools.trustedKey !== null && tools.trustedKey !== signature.publicKey) found('signed_by_another_key');
  const trust = tools.trustedKey === null ? 'a key nobody vouched for (see --key)' : 'the trusted key';
  return { claims, findings, note: `signed by ${trust}` };
}

function isId(id: string, checks: readonly CheckResult[]): id is CheckId {
  return checks.some((check) => check.id === id);
}
