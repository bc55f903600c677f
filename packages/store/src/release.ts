import {
  fault,
  LinkageAlarm,
  MatchRate,
  type OrderRelease,
  Progress,
  QuarantinedRoster,
  type ReleaseState,
} from '@credlink/contracts';
import type { Kysely, Transaction } from 'kysely';
import { happened } from './happened.ts';
import { releaseStatesBefore } from './release-state.ts';
import type { Schema } from './schema/schema.ts';

type Db = Kysely<Schema>;
type Tx = Transaction<Schema>;

/** An order for a release as its steward sees it. */
export type Release = {
  readonly releaseId: string;
  readonly title: string;
  readonly policy: OrderRelease['policy'];
  readonly isHoldAsked: boolean;
  readonly isRestatement: boolean;
  readonly state: ReleaseState;
  readonly orderedBy: string;
  readonly orderedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly progress: Progress | null;
  readonly publishedId: string | null;
  readonly failureCode: string | null;
  readonly quarantined: readonly QuarantinedRoster[];
  readonly linkageAlarms: readonly LinkageAlarm[];
  readonly matchRates: readonly MatchRate[];
};

const COLUMNS = [
  'release_id',
  'title',
  'policy',
  'is_hold_asked',
  'is_restatement',
  'state',
  'ordered_by',
  'ordered_at',
  'started_at',
  'finished_at',
  'progress',
  'published_id',
  'failure_code',
  'quarantined',
  'linkage_alarms',
  'match_rates',
] as const;

export type ReleaseOrder = {
  readonly releaseId: string;
  readonly title: string;
  readonly policy: OrderRelease['policy'];
  readonly isHoldAsked: boolean;
  readonly isRestatement: boolean;
  readonly orderedBy: string;
  readonly orderedAt: Date;
};

/** Enters a release in state `ordered`. */
export async function insertRelease(tx: Tx, order: ReleaseOrder): Promise<void> {
  await tx
    .insertInto('release')
    .values({
      release_id: order.releaseId,
      title: order.title,
      policy: order.policy,
      is_hold_asked: order.isHoldAsked,
      is_restatement: order.isRestatement,
      state: 'ordered',
      ordered_by: order.orderedBy,
      ordered_at: order.orderedAt,
    })
    .execute();
}

/** Null where there is no order of that id. */
export async function findRelease(db: Db, releaseId: string): Promise<Release | null> {
  const row = await db
    .selectFrom('release')
    .select(COLUMNS)
    .where('release_id', '=', releaseId)
    .executeTakeFirst();
  return row === undefined ? null : toRelease(row);
}

/** Newest first. */
export async function listReleases(db: Db): Promise<readonly Release[]> {
  const rows = await db
    .selectFrom('release')
    .select(COLUMNS)
    .orderBy('ordered_at', 'desc')
    .orderBy('release_id')
    .execute();
  return rows.map(toRelease);
}

/** Ids of releases the publisher still has to build, or to publish now that their hold has ended. */
export async function listUnfinishedReleases(db: Db): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('release')
    .select('release_id')
    .where((e) =>
      e.or([
        e('state', 'in', ['ordered', 'building']),
        e.and([e('state', '=', 'held'), e('is_hold_asked', '=', false)]),
      ]),
    )
    .orderBy('ordered_at')
    .execute();
  return rows.map((row) => row.release_id);
}

/** The steward's word that a release need not wait: the publisher, alone able to publish, does the rest. */
export function endReleaseHold(tx: Tx, releaseId: string): Promise<boolean> {
  return happened(
    tx
      .updateTable('release')
      .set({ is_hold_asked: false })
      .where('release_id', '=', releaseId)
      .where('state', 'in', ['ordered', 'building', 'held'])
      .executeTakeFirst(),
  );
}

/** `withdraw`: held or published -> withdrawn. False where the state forbids it. */
export function withdrawRelease(tx: Tx, releaseId: string, finishedAt: Date): Promise<boolean> {
  return happened(
    tx
      .updateTable('release')
      .set({ state: 'withdrawn', finished_at: finishedAt })
      .where('release_id', '=', releaseId)
      .where('state', 'in', releaseStatesBefore('withdraw'))
      .executeTakeFirst(),
  );
}

type Row = {
  readonly release_id: string;
  readonly title: string;
  readonly policy: OrderRelease['policy'];
  readonly is_hold_asked: boolean;
  readonly is_restatement: boolean;
  readonly state: ReleaseState;
  readonly ordered_by: string;
  readonly ordered_at: Date;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
  readonly progress: unknown;
  readonly published_id: string | null;
  readonly failure_code: string | null;
  readonly quarantined: unknown;
  readonly linkage_alarms: unknown;
  readonly match_rates: unknown;
};

function toRelease(row: Row): Release {
  const progress = Progress.nullable().safeParse(row.progress);
  const quarantined = QuarantinedRoster.array().safeParse(row.quarantined);
  const linkageAlarms = LinkageAlarm.array().safeParse(row.linkage_alarms);
  const matchRates = MatchRate.array().safeParse(row.match_rates);
  if (!progress.success || !quarantined.success || !linkageAlarms.success || !matchRates.success)
    throw fault(`release ${row.release_id} does not decode`);
  return {
    releaseId: row.release_id,
    title: row.title,
    policy: row.policy,
    isHoldAsked: row.is_hold_asked,
    isRestatement: row.is_restatement,
    state: row.state,
    orderedBy: row.ordered_by,
    orderedAt: row.ordered_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    progress: progress.data,
    publishedId: row.published_id,
    failureCode: row.failure_code,
    quarantined: quarantined.data,
    linkageAlarms: linkageAlarms.data,
    matchRates: matchRates.data,
  };
}
