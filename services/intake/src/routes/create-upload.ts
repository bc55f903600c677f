import { randomUUID } from 'node:crypto';
import { CreateUpload, fault, type Manifest, rejected, UploadView } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import {
  actorOf,
  findAgreement,
  findCatalogue,
  findExchange,
  findReplacement,
  findUpload,
  findUploadOfFile,
  insertAuditEvent,
  insertDecoys,
  insertUpload,
  inTransaction,
  isUniqueViolation,
  type Principal,
  type Upload,
  withdrawUpload,
} from '@credlink/store';
import { type IntakeContext, requireKind, todayOf } from '../context.ts';
import { requireGrant } from '../require-grant.ts';
import { requireRoom } from '../require-room.ts';
import { checkDecoys } from '../rules/check-decoys.ts';
import { checkManifest } from '../rules/check-manifest.ts';
import { needsCatalogue } from '../rules/outside-codes.ts';
import { readEpochChange, uploadView } from '../upload-view.ts';
import { requireExchange } from './show-exchange.ts';

type Created = { readonly upload: Upload; readonly isNew: boolean; readonly replaced: string | null };

/**
 * Accepts a manifest, or refuses the upload before a byte of it is sent. The same file again is the same upload
 * (200). A file that was tokenised again while its first upload is still incomplete has other bytes: its older upload
 * can no longer be finished and makes room.
 */
export function createUpload(app: HttpApp, context: IntakeContext): void {
  const { db, clock, events, limits, spool } = context;
  app.post(
    '/v1/uploads',
    {
      onRequest: context.authentication.hook,
      schema: { body: CreateUpload, response: { 200: UploadView, 201: UploadView } },
    },
    async (request, reply) => {
      const principal = context.authentication.principalOf(request);
      const { manifest, decoys } = request.body;
      requireKind(principal, manifest.kind);
      const agreementId = await requireGrant(db, principal.organisation, manifest.kind, todayOf(clock));
      const verdict = checkManifest(manifest, await requireExchange(db), {
        identityRows: limits.maxIdentityRows,
        factRows: limits.maxFactRows,
      });
      if (verdict.is === 'refused') throw rejected(verdict.code, verdict.reason);
      const agreement = await findAgreement(db, agreementId);
      const flaw = checkDecoys(manifest, decoys, agreement?.decoys ?? 0);
      if (flaw !== null) throw rejected('manifest_invalid', flaw);
      if (needsCatalogue(manifest.kind) && (await findCatalogue(db)) === null) {
        throw rejected('conflict', 'the exchange has no catalogue yet, so every code would be unknown');
      }
      const { upload, isNew, replaced } = await enter(context, principal, agreementId, request.body);
      if (replaced !== null) await spool.remove(replaced);
      if (isNew) {
        await spool.prepare(upload.uploadId);
        events.uploadCreated({
          uploadId: upload.uploadId,
          organisation: upload.organisation,
          kind: upload.kind,
        });
      }
      const received = await spool.received(upload.uploadId);
      return reply.code(isNew ? 201 : 200).send(uploadView(upload, received, await readEpochChange(db)));
    },
  );

  /** Two requests at the same moment enter one row: the second meets the unique index and finds the first. */
  async function enter(
    { db }: IntakeContext,
    principal: Principal,
    agreementId: string,
    { manifest, decoys }: CreateUpload,
  ): Promise<Created> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await inTransaction(db, 'create-upload', async (tx) => {
          const existing = await findUploadOfFile(tx, principal.organisation, manifest);
          if (existing !== null && !isOutdated(existing, manifest)) {
            return { upload: existing, isNew: false, replaced: null };
          }
          const { organisation } = principal;
          const actor = actorOf(principal);
          const at = clock.now();
          if (existing !== null) {
            await withdrawUpload(tx, existing.uploadId, at);
            await insertAuditEvent(tx, { actor, action: 'upload.replaced', subject: existing.uploadId, at });
          }
          await requireRoom(tx, context, organisation, manifest);
          await requireSuperseded(tx, organisation, manifest);
          const uploadId = randomUUID();
          await insertUpload(tx, { uploadId, organisation, agreementId, manifest, createdAt: at });
          if (decoys !== undefined && manifest.decoys !== undefined)
            await insertDecoys(tx, uploadId, manifest.decoys, decoys);
          await insertAuditEvent(tx, { actor, action: 'upload.created', subject: uploadId, at });
          const upload = await findUpload(tx, organisation, uploadId);
          if (upload === null) throw fault(`upload ${uploadId} is gone`);
          return { upload, isNew: true, replaced: existing?.uploadId ?? null };
        });
      } catch (error) {
        if (!isUniqueViolation(error) || attempt === 3) throw error;
      }
    }
  }
}

/** Tokenising draws new subject ids, so a file tokenised again has other digests. */
function isOutdated(existing: Upload, manifest: Manifest): boolean {
  const { identity, facts } = existing.manifest.files;
  return (
    existing.status.state === 'receiving' &&
    (identity.sha256 !== manifest.files.identity.sha256 || facts.sha256 !== manifest.files.facts.sha256)
  );
}

/** An upload may supersede a committed upload of the same organisation and kind, or be sent again in place of one of the epoch before. */
async function requireSuperseded(
  db: Parameters<typeof findUpload>[0],
  organisation: string,
  manifest: Manifest,
): Promise<void> {
  if (manifest.supersedes === null) return;
  const older = await findUpload(db, organisation, manifest.supersedes);
  if (older === null) throw rejected('not_found', 'there is no such upload to supersede');
  if (older.kind !== manifest.kind) {
    throw rejected('manifest_invalid', 'an upload can only supersede one of the same kind');
  }
  if (older.manifest.keyEpoch < manifest.keyEpoch) return requireFree(db, older, manifest.keyEpoch);
  if ((await findExchange(db))?.keyEpoch !== manifest.keyEpoch) {
    throw rejected(
      'upload_state_forbids',
      'an upload of the next key epoch is not superseded before the cut-over: withdraw it and send the other in its place',
    );
  }
  if (older.status.state !== 'committed') {
    throw rejected('upload_state_forbids', `an upload that is ${older.status.state} cannot be superseded`);
  }
}

/** An upload of the epoch before can be sent again once, and a superseded one while a release reads its vintage. */
async function requireFree(
  db: Parameters<typeof findUpload>[0],
  older: Upload,
  keyEpoch: number,
): Promise<void> {
  const { uploadId, status } = older;
  if (status.state !== 'committed' && status.state !== 'superseded') {
    throw rejected('upload_state_forbids', `an upload that is ${status.state} cannot be sent again`);
  }
  const replacement = await findReplacement(db, uploadId, keyEpoch);
  if (replacement === null) return;
  throw rejected(
    'upload_state_forbids',
    `upload ${replacement} was sent in its place already; withdraw that one first`,
  );
}
