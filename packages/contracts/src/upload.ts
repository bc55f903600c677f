import { z } from 'zod';
import { DecoyOpening } from './decoys.ts';
import { SOURCE_KINDS } from './fact-contract.ts';
import { Manifest } from './manifest.ts';

/** See packages/store/src/upload-state.ts for the diagram. */
export const UPLOAD_STATES = [
  'receiving',
  'validating',
  'committed',
  'refused',
  'superseded',
  'withdrawn',
] as const;
export type UploadState = (typeof UPLOAD_STATES)[number];

export const CreateUpload = z.strictObject({
  manifest: Manifest,
  /** Opens the manifest's commitment: kept from everybody but intake until a run has decided. */
  decoys: DecoyOpening.optional(),
});
export type CreateUpload = z.infer<typeof CreateUpload>;

/** What a contributor sees of an upload of its own. */
export const UploadView = z.strictObject({
  uploadId: z.uuid(),
  organisation: z.string(),
  kind: z.enum(SOURCE_KINDS),
  state: z.enum(UPLOAD_STATES),
  createdAt: z.iso.datetime(),
  /** Set once validation has ended. */
  finishedAt: z.iso.datetime().nullable(),
  subjects: z.int(),
  factRows: z.int(),
  /** Bytes already received of each file: where a resumed upload goes on. */
  received: z.strictObject({ identity: z.int(), facts: z.int() }),
  expected: z.strictObject({ identity: z.int(), facts: z.int() }),
  /** Why it was refused: a stable code and static text. */
  refusal: z.strictObject({ code: z.string(), title: z.string() }).nullable(),
  /** Rows set aside at commit, by reason (for instance credential codes the catalogue does not know). */
  quarantined: z.record(z.string(), z.int()),
  supersededBy: z.uuid().nullable(),
  /** Epoch of the keys its tokens were made under. */
  keyEpoch: z.int(),
  /** Whether it has to be sent again under the next epoch: null where no epoch was begun, or the upload ends with this one anyway. */
  retokenise: z.enum(['needed', 'sent']).nullable(),
  /** Day by which that is asked for. */
  retokeniseBy: z.iso.date().nullable(),
});
export type UploadView = z.infer<typeof UploadView>;
