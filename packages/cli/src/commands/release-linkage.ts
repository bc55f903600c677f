import { linkageAlarmText, type MatchRate, percentText, type ReleaseView } from '@credlink/contracts';
import { printable } from '../printable.ts';

/** Why the linkage holds a release, and what the steward can do about it; empty where it does not. */
function alarmText({ linkageAlarms, state, releaseId }: ReleaseView): string {
  if (linkageAlarms.length === 0) return '';
  const lines = linkageAlarms.map((alarm) => `  ${printable(linkageAlarmText(alarm))}`);
  const isKnown = linkageAlarms.some(({ share }) => share !== null);
  const advice =
    state === 'held'
      ? `${isKnown ? 'Ask the owners about the files, and order' : 'Order'} a run and a release anew; or let it pass all the same, which is audited:\n  credlink release publish ${releaseId}`
      : 'It was let pass by a steward, or withdrawn; the certificate names these sources (but says nothing of planted records).';
  return `\n\n${isKnown ? 'The linkage is beyond the limits of the policy' : 'The linkage cannot be judged'}:\n${lines.join('\n')}\n${advice}`;
}

function rateText({ source, by, group, low, high }: MatchRate): string {
  const who = printable(by === 'all' ? source : `${source} ${by} ${group === '' ? 'not stated' : group}`);
  return low === null || high === null
    ? `  ${who}: too few persons`
    : `  ${who}: ${percentText(low)} to ${percentText(high)}`;
}

/** What a steward is told of the linkage behind a release. */
export function linkageText(release: ReleaseView): string {
  const { matchRates } = release;
  const rates =
    matchRates.length === 0
      ? ''
      : `\n\nFound in wages, of each source's persons:\n${matchRates.map(rateText).join('\n')}`;
  return `${alarmText(release)}${rates}`;
}
