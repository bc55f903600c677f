import { type AppError, linkageAlarmText, type ReleaseView, rejected } from '@credlink/contracts';

/** Alarms that a message names; the others are counted, all of them are in its detail. */
const NAMED = 3;

function reasonOf(alarms: readonly string[]): string {
  if (alarms.length === 0) return 'it was ordered to wait for a steward';
  const more = alarms.length > NAMED ? `; and ${alarms.length - NAMED} more` : '';
  return `${alarms.slice(0, NAMED).join('; ')}${more}`;
}

/** What is said of a release that was built and that nobody can read: that it is held, and why. */
export function heldRelease({ releaseId, linkageAlarms }: ReleaseView): AppError {
  const alarms = linkageAlarms.map(linkageAlarmText);
  return rejected(
    'release_held',
    `release ${releaseId} was built and is held, so nothing is published: ${reasonOf(alarms)}`,
    { release: releaseId, alarms },
  );
}
