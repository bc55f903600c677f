import type { UploadView } from '@credlink/contracts';
import { ERROR_STATUS } from '@credlink/runtime';
import { type Database, findExchange, listUploadsToSend, type Upload } from '@credlink/store';
import type { Received } from './spool.ts';

/** What contributors are asked to do before the cut-over; null where no epoch was begun. */
export type EpochChange = {
  readonly keyEpoch: number;
  readonly due: string | null;
  /** Uploads that were not sent again. */
  readonly toSend: ReadonlySet<string>;
};

export async function readEpochChange(db: Database): Promise<EpochChange | null> {
  const exchange = await findExchange(db);
  if (exchange === null || exchange.nextEpoch === null) return null;
  const toSend = (await listUploadsToSend(db)).map(({ uploadId }) => uploadId);
  return { keyEpoch: exchange.keyEpoch, due: exchange.nextEpoch.due, toSend: new Set(toSend) };
}

/** An upload as its contributor sees it. `received` is what the spool holds of it. */
export function uploadView(upload: Upload, received: Received, change: EpochChange | null): UploadView {
  const { manifest, status } = upload;
  const expected = { identity: manifest.files.identity.bytes, facts: manifest.files.facts.bytes };
  const hasFiles = status.state === 'committed' || status.state === 'superseded';
  const isOver = status.state === 'refused' || status.state === 'withdrawn';
  const retokenise = change === null ? null : retokeniseOf(upload, change);
  return {
    uploadId: upload.uploadId,
    organisation: upload.organisation,
    kind: upload.kind,
    state: status.state,
    createdAt: upload.createdAt.toISOString(),
    finishedAt: hasFiles || isOver ? status.finishedAt.toISOString() : null,
    subjects: manifest.subjects,
    factRows: manifest.files.facts.rows,
    received: hasFiles ? expected : { ...received },
    expected,
    refusal:
      status.state === 'refused'
        ? { code: status.refusalCode, title: ERROR_STATUS[status.refusalCode].title }
        : null,
    quarantined: hasFiles ? { ...status.quarantined } : {},
    supersededBy: status.state === 'superseded' ? status.supersededBy : null,
    keyEpoch: manifest.keyEpoch,
    retokenise,
    retokeniseBy: retokenise === 'needed' ? (change?.due ?? null) : null,
  };
}

function retokeniseOf({ uploadId, manifest, status }: Upload, change: EpochChange): 'needed' | 'sent' | null {
  if (change.toSend.has(uploadId)) return 'needed';
  return status.state === 'committed' && manifest.keyEpoch === change.keyEpoch ? 'sent' : null;
}
