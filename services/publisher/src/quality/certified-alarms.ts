import type { LinkageAlarm } from '@credlink/contracts';

/**
 * Claim: nothing that decoys were found to be reaches readers. A contributor chooses what it plants: thirty strangers with
 * the particulars of people it asks about would read off an alarm of its own source whether they are known to the
 * exchange. What decoys say is for the steward alone, who sees who planted them. Source: docs/adr/0021-decoys.md.
 *
 * @returns the alarms that a certificate may name
 */
export function certifiedAlarms(alarms: readonly LinkageAlarm[]): readonly LinkageAlarm[] {
  return alarms.filter(({ estimate }) => estimate !== 'decoys_false' && estimate !== 'decoys_missed');
}
