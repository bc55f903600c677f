import type { LinkageAlarm } from './linkage-alarm.ts';
import { percentText } from './percent-text.ts';

const ESTIMATE_TEXT: Readonly<Record<LinkageAlarm['estimate'], string>> = {
  posterior_false: 'of the links are wrong, as the model reckons',
  posterior_missed: 'of the pairs that could be seen are missed, as the model reckons',
  recapture_missed: 'of the pairs are missed at least, by what SSN and names find of each other',
  decoys_false: 'of the links are wrong at least, by records planted to be found nowhere',
  decoys_missed: 'of the records are missed at least, by damaged copies planted to be found',
  record_unreadable: 'nothing is known of the links: the record that the run left cannot be read',
};

/** One line for people, without a full stop: between which sources the linkage is beyond which limit. */
export function linkageAlarmText({ left, right, estimate, share, limit }: LinkageAlarm): string {
  if (share === null || limit === null) return ESTIMATE_TEXT[estimate];
  const sides = right === 'all' ? left : `${left} with ${right}`;
  return `${sides}: ${percentText(share)} ${ESTIMATE_TEXT[estimate]} (limit ${percentText(limit)})`;
}
