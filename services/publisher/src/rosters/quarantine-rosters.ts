import type { QuarantinedRoster, SourceKind } from '@credlink/contracts';
import { type Engine, quoteText } from '@credlink/vault';
import { judgeRosters } from './judge-rosters.ts';
import { ROSTER_KINDS, readRosters, type UploadOwner } from './roster-evidence.ts';

/**
 * Takes rosters that look made up, made to measure or padded out of the views of facts, before anything is counted:
 * their persons are holders of that credential in no figure, totals included.
 *
 * @param minimum cell size of the policy
 * @returns what was taken out and why, for the steward; nothing of it is for readers
 */
export async function quarantineRosters(
  engine: Engine,
  owners: readonly UploadOwner[],
  absent: readonly SourceKind[],
  minimum: number,
): Promise<readonly QuarantinedRoster[]> {
  const quarantined = judgeRosters(await readRosters(engine, owners, absent), minimum);
  if (quarantined.length === 0) return quarantined;
  const names = quarantined.map(
    ({ organisation, credential }) => `(${quoteText(organisation)}, ${quoteText(credential)})`,
  );
  for (const { kind, credential } of ROSTER_KINDS.filter((one) => !absent.includes(one.kind))) {
    await engine.run(`ALTER VIEW ${kind} RENAME TO sent_${kind}`);
    await engine.run(`CREATE TEMP VIEW ${kind} AS SELECT s.* FROM sent_${kind} s
WHERE (s.organisation, s.${credential}) NOT IN (VALUES ${names.join(', ')})`);
  }
  return quarantined;
}
