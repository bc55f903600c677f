import {
  type Certificate,
  type ErrorCode,
  type LinkageAlarm,
  type MatchRate,
  type Progress,
  type QuarantinedRoster,
  rejected,
} from '@credlink/contracts';
import type { Kysely, Transaction } from 'kysely';
import { happened } from './happened.ts';
import { lockLedger } from './ledger.ts';
import { newestLinkedRun } from './newest-linked-run.ts';
import { isAllowed, type ReleaseInput, readReleaseInput } from './release-input.ts';
import { releaseStatesBefore } from './release-state.ts';
import type { Schema } from './schema/schema.ts';

type Db = Kysely<Schema>;
type Tx = Transaction<Schema>;

/** A build that ended its process this often is not begun again: something in it kills every publisher. */
const MOST_STARTS = 8;

/**
 * `start`: ordered or building -> building, pinning the newest linked run and the catalogue in force at the first
 * start. Null where the state forbids it, and where another release is being built: releases are built one after the
 * other, in the order in which they were asked for, and a sweeper asks again.
 *
 * @throws {AppError} `nothing_to_release` where nothing has been linked yet; `too_many_starts`
 */
export async function startRelease(tx: Tx, releaseId: string, startedAt: Date): Promise<ReleaseInput | null> {
  await lockLedger(tx);
  const release = await tx
    .selectFrom('release')
    .select(['run_id', 'catalogue_sha256', 'is_restatement', 'starts', 'ordered_at'])
    .where('release_id', '=', releaseId)
    .where('state', 'in', releaseStatesBefore('start'))
    .executeTakeFirst();
  if (release === undefined || (await isAnotherFirst(tx, releaseId, release.ordered_at))) return null;
  if (release.starts >= MOST_STARTS) {
    throw rejected('too_many_starts', 'Building this release ended its process each time; see the log.');
  }
  const runId =
    release.run_id ?? (await newestLinkedRun(tx).select('run_id').executeTakeFirst())?.run_id ?? null;
  const catalogueSha256 = release.catalogue_sha256 ?? (await newestCatalogue(tx));
  if (runId === null) {
    throw rejected(
      'nothing_to_release',
      'No run has linked anything yet; order a run, wait for it, then order the release again.',
    );
  }
  if (catalogueSha256 === null) {
    throw rejected('nothing_to_release', 'There is no catalogue; put one, then order the release again.');
  }
  await tx
    .updateTable('release')
    .set({
      state: 'building',
      started_at: startedAt,
      run_id: runId,
      catalogue_sha256: catalogueSha256,
      starts: release.starts + 1,
      progress: null,
    })
    .where('release_id', '=', releaseId)
    .execute();
  const pinned = { runId, catalogueSha256, isRestatement: release.is_restatement };
  return readReleaseInput(tx, pinned, startedAt.toISOString().slice(0, 10));
}

/** Whether another release is being built, or was ordered before. */
async function isAnotherFirst(tx: Tx, releaseId: string, orderedAt: Date): Promise<boolean> {
  const other = await tx
    .selectFrom('release')
    .select('release_id')
    .where('release_id', '<>', releaseId)
    .where((eb) =>
      eb.or([
        eb('state', '=', 'building'),
        eb.and([eb('state', '=', 'ordered'), eb('ordered_at', '<', orderedAt)]),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  return other !== undefined;
}

async function newestCatalogue(tx: Tx): Promise<string | null> {
  const row = await tx
    .selectFrom('catalogue')
    .select('catalogue_sha256')
    .orderBy('created_at', 'desc')
    .orderBy('catalogue_sha256')
    .limit(1)
    .executeTakeFirst();
  return row?.catalogue_sha256 ?? null;
}

/** False where the release is no longer being built: the publisher should stop. */
export function recordReleaseProgress(db: Db, releaseId: string, progress: Progress): Promise<boolean> {
  return happened(
    db
      .updateTable('release')
      .set({ progress: JSON.stringify(progress) })
      .where('release_id', '=', releaseId)
      .where('state', '=', 'building')
      .executeTakeFirst(),
  );
}

export type BuiltRelease = {
  readonly publishedId: string;
  readonly releaseFile: string;
  readonly finishedAt: Date;
};

/** `hold`: building -> held, whoever wants it held. False where the state forbids it. */
export async function holdRelease(tx: Tx, releaseId: string, built: BuiltRelease): Promise<boolean> {
  if (!(await settle(tx, releaseId, 'hold', built))) return false;
  await tx.updateTable('release').set({ is_hold_asked: true }).where('release_id', '=', releaseId).execute();
  return true;
}

/** `publish`: building or held -> published. False where the state forbids it. */
export function publishRelease(tx: Tx, releaseId: string, built: BuiltRelease): Promise<boolean> {
  return settle(tx, releaseId, 'publish', built);
}

function settle(tx: Tx, releaseId: string, event: 'hold' | 'publish', built: BuiltRelease): Promise<boolean> {
  return happened(
    tx
      .updateTable('release')
      .set({
        state: event === 'hold' ? 'held' : 'published',
        published_id: built.publishedId,
        release_file: built.releaseFile,
        finished_at: built.finishedAt,
        progress: null,
      })
      .where('release_id', '=', releaseId)
      .where('state', 'in', releaseStatesBefore(event))
      .executeTakeFirst(),
  );
}

/** What only the steward sees of a release that was built. */
export type ReleaseFindings = {
  /** Kept out of it. */
  readonly quarantined: readonly QuarantinedRoster[];
  readonly linkageAlarms: readonly LinkageAlarm[];
  readonly matchRates: readonly MatchRate[];
};

export async function recordFindings(
  tx: Tx,
  releaseId: string,
  { quarantined, linkageAlarms, matchRates }: ReleaseFindings,
): Promise<void> {
  await tx
    .updateTable('release')
    .set({
      quarantined: JSON.stringify(quarantined),
      linkage_alarms: JSON.stringify(linkageAlarms),
      match_rates: JSON.stringify(matchRates),
    })
    .where('release_id', '=', releaseId)
    .execute();
}

/** `fail`: ordered, building or held -> failed. False where the state forbids it. */
export function failRelease(tx: Tx, releaseId: string, code: ErrorCode, finishedAt: Date): Promise<boolean> {
  return happened(
    tx
      .updateTable('release')
      .set({ state: 'failed', failure_code: code, finished_at: finishedAt, progress: null })
      .where('release_id', '=', releaseId)
      .where('state', 'in', releaseStatesBefore('fail'))
      .executeTakeFirst(),
  );
}

/** The file of a release that was built, and whether it may now be shown. */
export type HeldRelease = {
  readonly publishedId: string;
  readonly releaseFile: string;
  readonly isHoldAsked: boolean;
};

export async function findHeldRelease(db: Db, releaseId: string): Promise<HeldRelease | null> {
  const row = await db
    .selectFrom('release')
    .select(['published_id', 'release_file', 'is_hold_asked'])
    .where('release_id', '=', releaseId)
    .where('state', '=', 'held')
    .executeTakeFirst();
  if (row === undefined || row.published_id === null || row.release_file === null) return null;
  return { publishedId: row.published_id, releaseFile: row.release_file, isHoldAsked: row.is_hold_asked };
}

/** The part of a certificate that says what a release was made from. */
type MadeFrom = {
  readonly inputs: Pick<Certificate['inputs'], 'vaultFiles'>;
  readonly policy: Pick<Certificate['policy'], 'profiles'>;
};

/**
 * Refuses a release one of whose sources was withdrawn, or whose agreement ended or asks for another disclosure profile,
 * since it was read. A source that was only superseded stands: the release is of its vintage.
 *
 * @param made names in the vault of everything the release was made from, and the profiles it was made under
 * @param today ISO day
 */
export async function requireInputsStand(
  tx: Tx,
  releaseId: string,
  made: MadeFrom,
  today: string,
): Promise<void> {
  const facts = await tx
    .selectFrom('upload as u')
    .innerJoin('agreement as a', 'a.agreement_id', 'u.agreement_id')
    .select(['u.facts_file as file', 'a.privacy_profile as profile'])
    .where('u.state', 'in', ['committed', 'superseded'])
    .where(isAllowed(today))
    .execute();
  const links = await tx
    .selectFrom('release as r')
    .innerJoin('run', 'run.run_id', 'r.run_id')
    .select('run.links_file as file')
    .where('r.release_id', '=', releaseId)
    .execute();
  const { vaultFiles } = made.inputs;
  const { profiles } = made.policy;
  // Releases that were held before profiles had a say carry none.
  const agreed = facts.filter(({ profile }) => profiles === undefined || profiles.includes(profile));
  const standing = new Set([...agreed, ...links].map(({ file }) => file));
  if (vaultFiles.every((file) => standing.has(file))) return;
  throw rejected(
    'release_state_forbids',
    'A source of the release was withdrawn, or its agreement ended or changed, after it was read; order the release again.',
  );
}

/** Release files some order refers to: what a sweeper must keep. */
export async function listReleaseFiles(db: Db): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('release')
    .select('release_file')
    .where('release_file', 'is not', null)
    .execute();
  return new Set(rows.flatMap((row) => (row.release_file === null ? [] : [row.release_file])));
}

/** Withdrawn releases that readers can still see: the publisher, alone able to remove them, has not yet. */
export async function listWithdrawnButShown(
  db: Db,
): Promise<readonly { releaseId: string; publishedId: string }[]> {
  const rows = await db
    .selectFrom('release as r')
    .innerJoin('published_release as p', 'p.published_id', 'r.published_id')
    .select(['r.release_id', 'p.published_id'])
    .where('r.state', '=', 'withdrawn')
    // The same content may have been published a second time, under an order that still stands.
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('release as o')
            .select('o.release_id')
            .whereRef('o.published_id', '=', 'r.published_id')
            .where('o.state', '=', 'published'),
        ),
      ),
    )
    .execute();
  return rows.map((row) => ({ releaseId: row.release_id, publishedId: row.published_id }));
}
