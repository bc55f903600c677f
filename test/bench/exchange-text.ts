import type { EstimateScore } from './eval-exchange-estimates.ts';
import type { CellEntry } from './eval-exchange-outcomes.ts';
import type { OwnReport } from './eval-exchange-own.ts';
import type { TruthReport } from './eval-exchange-truth.ts';

/** Rounding of the default policy: what a published figure may be off by without any error of the linkage. */
const COUNT_ROUNDING = 5;
const DOLLAR_ROUNDING = 500;

/** Shares of the truth that the linkage may miss or add before a figure counts as wrong. */
const LINKAGE_ERROR = 0.1;

/** The report for people. */
export function exchangeText(report: OwnReport | TruthReport): string {
  const lines = [`${report.dir}, links: ${report.links}`];
  if (report.links === 'own') {
    lines.push(
      '',
      'source                      records  toPerson P / R    toWage P / R      fabricated to wage',
    );
    for (const { source, records, toPerson, toWage, fabricatedToWage } of report.sources) {
      lines.push(
        `${source.padEnd(26)}  ${String(records).padStart(7)}  ${of(toPerson.precision)} / ${of(toPerson.recall)}     ${of(toWage.precision)} / ${of(toWage.recall)}     ${fabricatedToWage}`,
      );
    }
  }
  if (report.links === 'own') lines.push(...estimateLines(report.estimates));
  const statuses = new Map<string, number>();
  for (const { status } of report.cells) statuses.set(status, (statuses.get(status) ?? 0) + 1);
  lines.push('', `cells: ${[...statuses].map(([status, count]) => `${status} ${count}`).join(', ')}`);
  for (const [what, compared] of Object.entries(compareFigures(report.cells))) {
    lines.push(
      `${what}: ${compared.within} of ${compared.shown} within rounding and linkage error, worst ${compared.worst}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/** Error rates as the run estimates them and as they are, by pair of sources. */
function estimateLines(estimates: readonly EstimateScore[]): readonly string[] {
  return [
    '',
    'between (links)                                                FDR said / duplicates / true   missed said / recapture / true',
    ...estimates.map(({ left, right, links, fdr, fnr }) =>
      [
        `${left} - ${right} (${links})`.padEnd(62),
        `${of(fdr.posterior)} / ${of(fdr.duplicates)} / ${of(fdr.true)}`.padEnd(30),
        `${of(fnr.posterior)} / ${of(fnr.recapture)} / ${of(fnr.true)}`,
      ].join(' '),
    ),
  ];
}

function of(figure: number | null): string {
  return figure === null ? '  -  ' : figure.toFixed(4);
}

type Compared = { readonly shown: number; readonly within: number; readonly worst: number };

/** Published counts and medians against the truth. */
function compareFigures(cells: readonly CellEntry[]): {
  readonly counts: Compared;
  readonly medians: Compared;
} {
  const shown = cells.filter((cell) => cell.status === 'ok' && cell.value !== null && cell.truth !== null);
  const counts = shown.filter((cell) => cell.unit === 'count');
  const medians = shown.filter((cell) => /_p50$/.test(cell.measure));
  return { counts: compare(counts, COUNT_ROUNDING), medians: compare(medians, DOLLAR_ROUNDING) };
}

function compare(cells: readonly CellEntry[], rounding: number): Compared {
  const beyond = cells.map(
    ({ value, truth }) =>
      Math.abs((value ?? 0) - (truth ?? 0)) - rounding - LINKAGE_ERROR * Math.abs(truth ?? 0),
  );
  return {
    shown: cells.length,
    within: beyond.filter((over) => over <= 0).length,
    worst:
      Math.round(
        Math.max(0, ...cells.map(({ value, truth }) => Math.abs((value ?? 0) - (truth ?? 0)))) * 100,
      ) / 100,
  };
}
