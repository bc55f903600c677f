import {
  type AuditLimits,
  checkBothOutcomes,
  checkCarried,
  checkCertificate,
  checkOutcomes,
  checkResult,
  type Finding,
  highsSolver,
  isNamedRightly,
  releaseIdOf,
} from '@credlink/verifier';
import { certificateTools, digestOfDocument } from './certificate-tools.ts';
import type { ReadOutcomes } from './read-outcomes.ts';
import type { VerifyDocument } from './verify-text.ts';

/** Re-checks a release of the service, its certificate and what it carried from the release before. */
export async function verifyOutcomes(
  release: ReadOutcomes,
  options: {
    readonly path: string;
    readonly attacker: 'half_open' | 'whole';
    readonly trustedKey: string | null;
    readonly previous: ReadOutcomes | null;
  },
  limits: AuditLimits,
): Promise<VerifyDocument> {
  const { documents, cells, namedKeys } = release;
  const { attacker, previous } = options;
  const before = previous && { ...previous, releaseId: releaseIdOf(previous.certificate) };
  const solver = await highsSolver();
  const report = await checkOutcomes(release, attacker, solver, limits, before);
  const both = before && (await checkBothOutcomes(before, release, attacker, solver, limits));
  const history = checkCarried(release, previous);
  const own = [...report.checks, ...(both?.checks ?? []), history.check];
  const digests = {
    contentSha256: digestOfDocument({ tables: documents.tables, cells }),
    latticeSha256: digestOfDocument(documents.lattice),
  };
  const compared = checkCertificate(
    documents.certificate,
    own,
    certificateTools(digests, options.trustedKey),
  );
  const findings: Finding[] = [
    ...report.findings,
    ...(both?.findings ?? []),
    ...history.findings,
    ...compared.findings,
  ];
  const say = (kind: string): void => {
    findings.push({ check: 'certificate', kind, of: [], without: [], range: null });
  };
  const signedWith = release.certificate.signature?.publicKey;
  const { latticeSha256 } = release.certificate;
  if ((signedWith ?? null) === null && options.trustedKey === null) say('not_signed');
  if (latticeSha256 === undefined) say('lattice_not_signed');
  if (!isNamedRightly(release.certificate)) say('release_named_wrongly');
  if (namedKeys.length > 0 && !namedKeys.some((key) => key === signedWith)) say('signed_by_no_named_key');
  const note =
    options.trustedKey === null && namedKeys.length > 0
      ? 'signed by a key the service names; compare it with a copy from elsewhere (--key)'
      : compared.note;
  const checks = [...own, checkResult('certificate', findings, { note })];
  return {
    path: options.path,
    isClear: checks.every(({ result }) => result === 'passed' || result === 'not_checkable'),
    cells: report.cells,
    shown: report.shown,
    checks,
    claims: compared.claims,
    ranges: report.ranges,
    insiderRanges: null,
    findings,
    programs: report.solutions + (both?.solutions ?? 0),
  };
}
