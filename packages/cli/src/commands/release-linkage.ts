import type { LinkageAlarm, MatchRate, ReleaseView } from '@credlink/contracts';

const ESTIMATE_TEXT: Readonly<Record<LinkageAlarm['estimate'], string>> = {
  posterior_false: 'of the links are wrong, as the model reckons',
  posterior_missed: 'of the pairs that could be seen are missed, as the model reckons',
  recapture_missed: 'of the pairs are missed at least, by what SSN and names find of each other',
  decoys_false: 'of the links are wrong at least, by records planted to be found nowhere',
  decoys_missed: 'of the records are missed at least, by damaged copies planted to be found',
  record_unreadable: 'nothing is known of the links: the record that the run left cannot be read',
};

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** Why the linkage holds a release, and what the steward can do about it; empty where it does not. */
function alarmText({ linkageAlarms, state, releaseId }: ReleaseView): string {
  if (linkageAlarms.length === 0) return '';
  const lines = linkageAlarms.map(({ left, right, estimate, share, limit }) => {
    if (share === null || limit === null) return `  ${ESTIMATE_TEXT[estimate]}`;
    const sides = right === 'all' ? left : `${left} with ${right}`;
    return `  ${sides}: ${percent(share)} ${ESTIMATE_TEXT[estimate]} (limit ${percent(limit)})`;
  });
  const isKnown = linkageAlarms.some(({ share }) => share !== null);
  const advice =
    state === 'held'
      ? `${isKnown ? 'Ask the owners about the files, and order' : 'Order'} a run and a release anew; or let it pass all the same, which is audited:\n  credlink release publish ${releaseId}`
      : 'It was let pass by a steward, or withdrawn; the certificate names these sources (but says nothing of planted records).';
  return `\n\n${isKnown ? 'The linkage is beyond the limits of the policy' : 'The linkage cannot be judged'}:\n${lines.join('\n')}\n${advice}`;
}

function rateText({ source, by, group, low, high }: MatchRate): string {
  const who = by === 'all' ? source : `${source} ${by} ${group === '' ? 'not stated' : group}`;
  return low === null || high === null
    ? `  ${who}: too few persons`
    : `  ${who}: ${percent(low)} to ${percent(high)}`;
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
