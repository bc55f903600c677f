import type { PublishedCell } from '@credlink/contracts';
import { type CheckResult, checkResult, type Finding, notCheckable } from '../report.ts';
import { addressOf } from './outcome-groups.ts';
import type { OutcomeRelease } from './parse-outcomes.ts';

/** A release and the name readers know it by. */
export type NamedOutcomes = Pick<OutcomeRelease, 'cells' | 'certificate'>;

/**
 * Bar B9 as far as readers can see it: a carried figure is what the release it names showed, or carries on what the
 * release before carried; it names a release that came before; and no figure that the release before carried went back
 * to being computed for the very same value's release. Who came or went behind figures computed anew takes the persons
 * of both releases to see.
 */
export function checkCarried(
  { cells, certificate }: NamedOutcomes,
  previous: NamedOutcomes | null,
): { readonly check: CheckResult; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const found = (kind: string, { table, key }: PublishedCell): void => {
    findings.push({ check: 'B9', kind, of: [{ table, key }], without: [], range: null });
  };
  const carried = cells.filter(({ status }) => status === 'carried');
  const { earlierReleases } = certificate.inputs;
  for (const cell of carried) {
    if (cell.asOf === null || !earlierReleases.includes(cell.asOf)) found('carried_from_nowhere', cell);
  }
  if (previous !== null) {
    const previousId = releaseIdOf(previous.certificate);
    if (!earlierReleases.includes(previousId)) {
      return {
        check: notCheckable('B9', 'the release given with --previous is none of those before'),
        findings,
      };
    }
    const before = new Map(previous.cells.map((cell) => [addressOf(cell), cell]));
    for (const cell of carried) {
      const then = before.get(addressOf(cell));
      const asOf = then?.status === 'carried' ? then.asOf : previousId;
      if (then === undefined || cell.asOf !== asOf) continue;
      const isSame = then.value === cell.value && then.low === cell.low && then.high === cell.high;
      if (!isSame) found('carried_but_differs', cell);
    }
  }
  if (findings.length > 0) return { check: checkResult('B9', findings), findings };
  if (earlierReleases.length === 0)
    return { check: notCheckable('B9', 'there is no earlier release'), findings };
  const note =
    previous === null
      ? 'needs the release before (--previous)'
      : `${carried.length} carried figures are those of the releases they name; the rest needs the persons of both releases`;
  return { check: notCheckable('B9', note), findings };
}

/** The name readers know a release by. */
export function releaseIdOf({ releaseId, contentSha256 }: NamedOutcomes['certificate']): string {
  return releaseId ?? contentSha256.slice(0, ID_DIGITS);
}

/**
 * Whether a release has the name it should: it is named by its content, and otherwise only where an earlier release has
 * that name already.
 */
export function isNamedRightly(certificate: NamedOutcomes['certificate']): boolean {
  const id = certificate.contentSha256.slice(0, ID_DIGITS);
  const isTaken = certificate.inputs.earlierReleases.includes(id);
  return certificate.releaseId === undefined || (certificate.releaseId === id) !== isTaken;
}

const ID_DIGITS = 16;
