import type { LinkageAlarm, PublishedCell } from '@credlink/contracts';
import type { Policy } from '@credlink/disclosure';
import type { OutcomeTable } from '@credlink/measures';
import { adjustedRates } from './adjusted-rates.ts';
import { certifiedAlarms } from './certified-alarms.ts';
import { shownLinkage } from './shown-linkage.ts';

/** What was found out about the linkage when a release was built. */
export type LinkageFindings = {
  /** The run's quality record. */
  readonly quality: unknown;
  readonly limits: Policy['linkage'];
  readonly alarms: readonly LinkageAlarm[];
};

/**
 * The linkage section of a certificate. Sources beyond a limit are named: somebody let the release pass all the same.
 * But not those that decoys find beyond it: see `certifiedAlarms`.
 * Match rates are not in it: whoever invents the rest of a group could read one person's wages off its band.
 */
export function certifiedLinkage(
  { quality, limits, alarms }: LinkageFindings,
  tables: readonly OutcomeTable[],
  cells: readonly PublishedCell[],
): Readonly<Record<string, unknown>> {
  const shown = shownLinkage(quality);
  const judged = { limits, beyondLimits: certifiedAlarms(alarms) };
  if (shown === null) return judged;
  return {
    ...shown,
    ...judged,
    adjusted: adjustedRates(tables, cells, shown.between),
  };
}
