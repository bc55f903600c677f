import {
  Catalogue,
  fault,
  KINDS_WITHOUT_PERSONS,
  rejected,
  type SourceKind,
  USES,
} from '@credlink/contracts';
import type { Transaction } from 'kysely';
import { sql } from 'kysely';
import { type LedgerEntry, listShown } from './ledger.ts';
import type { Schema } from './schema/schema.ts';

type Tx = Transaction<Schema>;

/** Uses of an agreement that let its facts into statistics. Linking alone does not. */
const STATISTICAL_USES = USES.filter((use) => use !== 'link');

/** Carries no attribute: that a person is in the register counts as evidence, and nothing else of it is used. */
const BRIDGE: SourceKind = 'register';

/** Whether agreement `a` lets the facts of upload `u` into statistics on a day. */
export function isAllowed(today: string) {
  return sql<boolean>`(a.state = 'active' AND a.starts <= ${today} AND a.expires >= ${today}
    AND (a.uses && ${sql.val([...STATISTICAL_USES])}::text[] OR u.kind = ${BRIDGE}))`;
}

/** One upload as the publisher sees it: facts, no token. */
export type FactsInput = {
  readonly uploadId: string;
  readonly organisation: string;
  readonly kind: SourceKind;
  /** Name in the vault. */
  readonly factsFile: string;
  /** The agreement it came under, and the disclosure profile that asks for. */
  readonly agreementId: string;
  readonly privacyProfile: string;
};

/** Everything a release is made from: with it and the policy, two builds give the same bytes. */
export type ReleaseInput = {
  readonly isRestatement: boolean;
  /** Releases readers saw before, oldest first. */
  readonly earlier: readonly LedgerEntry[];
  readonly runId: string;
  readonly linksFile: string;
  readonly quality: unknown;
  readonly catalogueSha256: string;
  readonly catalogue: Catalogue;
  readonly facts: readonly FactsInput[];
  readonly restated: RestatedWages;
};

/** Files of wages the newest shown release read, and what a restatement reads instead; nothing in other releases. */
export type RestatedWages = { readonly before: readonly FactsInput[]; readonly after: readonly FactsInput[] };

/** Kinds of which a release series reads one vintage until it is restated. */
export const VINTAGE_KINDS: readonly SourceKind[] = ['wages', 'employers'];

/**
 * Uploads of the run that are still committed, all of the current key epoch, and those about no person, which no run reads; each under an agreement
 * in force today that allows statistics.
 *
 * Claim: a revised wage file changes no published figure before the restatement. Of wages and employers a release reads
 * the uploads the newest shown release read, superseded ones included, and uploads that supersede none of them; only a
 * restatement reads the newest, and the files they replace to compare with. What was withdrawn is read by nobody.
 *
 * @param today ISO day
 * @throws {AppError} `nothing_to_restate` for a restatement where no file of that vintage was revised
 */
export async function readReleaseInput(
  tx: Tx,
  pinned: { readonly runId: string; readonly catalogueSha256: string; readonly isRestatement: boolean },
  today: string,
): Promise<ReleaseInput> {
  const { runId, catalogueSha256, isRestatement } = pinned;
  const run = await tx
    .selectFrom('run')
    .select(['links_file', 'quality'])
    .where('run_id', '=', runId)
    .executeTakeFirst();
  const document = await tx
    .selectFrom('catalogue')
    .select('document')
    .where('catalogue_sha256', '=', catalogueSha256)
    .executeTakeFirst();
  const catalogue = Catalogue.safeParse(document?.document);
  if (!run?.links_file || !catalogue.success)
    throw fault(`the input of a release of run ${runId} does not decode`);
  const earlier = await listShown(tx);
  const newest = earlier.at(-1);
  const vintage: Vintage = newest === undefined ? new Map() : await readVintage(tx, newest.releaseId);
  const frozen = [...vintage.keys()];
  const revisions = new Set([...vintage.values()].flat());
  const rows = await tx
    .selectFrom('upload as u')
    .innerJoin('agreement as a', 'a.agreement_id', 'u.agreement_id')
    .innerJoin('exchange as e', 'e.key_epoch', 'u.key_epoch')
    .select([
      'u.upload_id',
      'u.organisation',
      'u.kind',
      'u.facts_file',
      'u.state',
      'a.agreement_id',
      'a.privacy_profile',
    ])
    .where((eb) =>
      eb.or([eb('u.state', '=', 'committed'), eb('u.upload_id', '=', eb.fn.any(eb.val(frozen)))]),
    )
    .where(isAllowed(today))
    .where((eb) =>
      eb.or([
        eb('u.kind', 'in', KINDS_WITHOUT_PERSONS),
        eb.exists(
          eb
            .selectFrom('run_upload as r')
            .select('r.upload_id')
            .whereRef('r.upload_id', '=', 'u.upload_id')
            .where('r.run_id', '=', runId),
        ),
      ]),
    )
    .orderBy('u.organisation')
    .orderBy('u.kind')
    .orderBy(sql`u.manifest ->> 'sourceDigest'`)
    .execute();
  const stands = (row: Pick<UploadRow, 'upload_id' | 'state'>): boolean =>
    isRestatement ? row.state === 'committed' : !revisions.has(row.upload_id);
  if (
    newest !== undefined &&
    isRestatement &&
    !rows.some((row) => stands(row) && revisions.has(row.upload_id))
  ) {
    throw rejected(
      'nothing_to_restate',
      'No file of wages or employers that the newest release read has been revised; order the release without a restatement.',
    );
  }
  return {
    isRestatement,
    earlier,
    runId,
    linksFile: run.links_file,
    quality: run.quality,
    catalogueSha256,
    catalogue: catalogue.data,
    facts: rows.filter(stands).flatMap(factsOf),
    restated: isRestatement ? restatedWages(rows, stands, vintage) : { before: [], after: [] },
  };
}

type UploadRow = {
  readonly upload_id: string;
  readonly organisation: string;
  readonly kind: SourceKind;
  readonly facts_file: string | null;
  readonly state: string;
  readonly agreement_id: string;
  readonly privacy_profile: string;
};

/** A revision of a file that may no longer be read has nothing to be compared with, so it is not among them. */
function restatedWages(
  rows: readonly UploadRow[],
  stands: (row: UploadRow) => boolean,
  vintage: Vintage,
): RestatedWages {
  const wages = rows.filter(({ kind }) => kind === 'wages');
  const before = wages.filter((row) => vintage.has(row.upload_id) && !stands(row));
  const after = new Set(before.flatMap((row) => vintage.get(row.upload_id) ?? []));
  return {
    before: before.flatMap(factsOf),
    after: wages.filter((row) => stands(row) && after.has(row.upload_id)).flatMap(factsOf),
  };
}

function factsOf(row: UploadRow): readonly FactsInput[] {
  if (row.facts_file === null) return [];
  return [
    {
      uploadId: row.upload_id,
      organisation: row.organisation,
      kind: row.kind,
      factsFile: row.facts_file,
      agreementId: row.agreement_id,
      privacyProfile: row.privacy_profile,
    },
  ];
}

/** Uploads of the vintage a release read that still stand, each with every upload that came to replace it. */
type Vintage = ReadonlyMap<string, readonly string[]>;

async function readVintage(tx: Tx, releaseId: string): Promise<Vintage> {
  const read = await tx
    .selectFrom('ledger_upload as l')
    .innerJoin('upload as u', 'u.upload_id', 'l.upload_id')
    .select('u.upload_id')
    .where('l.release_id', '=', releaseId)
    .where('u.kind', 'in', VINTAGE_KINDS)
    .where('u.state', 'in', ['committed', 'superseded'])
    .orderBy('u.upload_id')
    .execute();
  const replaced = await tx
    .selectFrom('upload')
    .select(['upload_id', 'superseded_by'])
    .where('kind', 'in', VINTAGE_KINDS)
    .where('superseded_by', 'is not', null)
    .execute();
  const newerOf = new Map(replaced.map((row) => [row.upload_id, row.superseded_by]));
  return new Map(
    read.map(({ upload_id: uploadId }) => {
      const newer: string[] = [];
      for (let next = newerOf.get(uploadId); next !== undefined && next !== null; next = newerOf.get(next))
        newer.push(next);
      return [uploadId, newer] as const;
    }),
  );
}
