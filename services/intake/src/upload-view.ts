import type { UploadView } from '@credlink/contracts';
import { ERROR_STATUS } from '@credlink/runtime';
import type { Upload } from '@credlink/store';
import type { Received } from './spool.ts';

/** An upload as its contributor sees it. `received` is what the spool holds of it. */
export function uploadView(upload: Upload, received: Received): UploadView {
  const { manifest, status } = upload;
  const expected = { identity: manifest.files.identity.bytes, facts: manifest.files.facts.bytes };
  const hasFiles = status.state === 'committed' || status.state === 'superseded';
  const isOver = status.state === 'refused' || status.state === 'withdrawn';
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
  };
}
