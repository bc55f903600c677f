import type { CheckResult, Claim, Finding, RangeDistribution } from '@credlink/verifier';
import { printable } from '../printable.ts';
import { textTable } from '../text-table.ts';

export type VerifyDocument = {
  readonly path: string;
  readonly isClear: boolean;
  readonly cells: number;
  readonly shown: number;
  readonly checks: readonly CheckResult[];
  /** What the certificate says of each check, beside what was found. */
  readonly claims: readonly Claim[];
  readonly ranges: RangeDistribution;
  /** Over all insiders that were tried; null without microdata. */
  readonly insiderRanges: RangeDistribution | null;
  readonly findings: readonly Finding[];
  readonly programs: number;
};

/** Findings shown to people; `--json` has all of them. */
const FINDINGS_SHOWN = 10;

export function verifyText(document: VerifyDocument): string {
  const { checks, findings, ranges } = document;
  const table = textTable(checks, [
    { title: 'check', of: (row) => row.id },
    { title: 'result', of: (row) => row.result },
    { title: 'violations', of: (row) => row.violations, align: 'right' },
    { title: 'undecided', of: (row) => row.undecided, align: 'right' },
    {
      title: 'certificate says',
      of: (row) => document.claims.find(({ id }) => id === row.id)?.claimed ?? '',
    },
    { title: 'note', of: (row) => row.note },
  ]);
  const widths = [
    rangesText('Hidden groups', ranges),
    ...(document.insiderRanges === null ? [] : [rangesText('The same for insiders', document.insiderRanges)]),
  ];
  const shown = findings.slice(0, FINDINGS_SHOWN).map(findingText);
  const rest =
    findings.length > shown.length ? [`and ${findings.length - shown.length} more (--json lists all)`] : [];
  const verdict = document.isClear
    ? 'Nothing found.'
    : 'NOT CLEAR: a check failed or could not be decided. Do not rely on this release.';
  return [
    `${document.shown} of ${document.cells} cells shown.`,
    table,
    ...widths,
    ...shown,
    ...rest,
    verdict,
  ].join('\n');
}

function rangesText(title: string, ranges: RangeDistribution): string {
  return `${title} by width of range: ${ranges.belowThreshold} below the threshold, ${ranges.upToTwice} up to twice, ${ranges.upToFiveTimes} up to five times, ${ranges.wider} wider.`;
}

function findingText({ check, kind, of, without, range }: Finding): string {
  const text = (cells: Finding['of']): string =>
    cells.map(({ table, key }) => `${table}(${Object.values(key).join(' ')})`).join(' + ');
  const less = without.length === 0 ? '' : ` less ${text(without)}`;
  const ends = range === null ? '' : `: ${range.low} to ${range.high}`;
  return printable(`${check} ${kind} ${text(of)}${less}${ends}`);
}
