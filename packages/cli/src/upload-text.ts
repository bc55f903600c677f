import type { UploadView } from '@credlink/contracts';
import { textTable } from './text-table.ts';

export function uploadLine(upload: UploadView): string {
  const aside = Object.values(upload.quarantined).reduce((sum, rows) => sum + rows, 0);
  const set = aside === 0 ? '' : `, ${aside} rows set aside (${reasons(upload)})`;
  return `Upload ${upload.uploadId}: ${upload.state}, ${upload.factRows} rows, ${upload.subjects} subjects${set}`;
}

function reasons({ quarantined }: UploadView): string {
  return Object.entries(quarantined)
    .map(([reason, rows]) => `${reason} ${rows}`)
    .join(', ');
}

export function uploadTable(uploads: readonly UploadView[]): string {
  if (uploads.length === 0) return 'No uploads yet.';
  return textTable(uploads, [
    { title: 'upload', of: (row) => row.uploadId },
    { title: 'kind', of: (row) => row.kind },
    { title: 'state', of: (row) => row.state },
    { title: 'rows', of: (row) => row.factRows, align: 'right' },
    { title: 'subjects', of: (row) => row.subjects, align: 'right' },
    { title: 'created', of: (row) => row.createdAt },
    { title: 'epoch', of: (row) => row.keyEpoch, align: 'right' },
    { title: 'remark', of: remark },
  ]);
}

function remark(upload: UploadView): string {
  if (upload.refusal !== null) return `${upload.refusal.code}: ${upload.refusal.title}`;
  if (upload.state === 'receiving') {
    const { received, expected } = upload;
    const total = expected.identity + expected.facts;
    const share = total === 0 ? 0 : Math.floor((100 * (received.identity + received.facts)) / total);
    return `${share} % received; upload the same file again to go on`;
  }
  if (upload.retokenise === 'needed') {
    const by = upload.retokeniseBy === null ? '' : ` by ${upload.retokeniseBy}`;
    return `send its file again with the next exchange key${by}`;
  }
  if (upload.supersededBy !== null) return `superseded by ${upload.supersededBy}`;
  return Object.keys(upload.quarantined).length === 0 ? '' : `set aside: ${reasons(upload)}`;
}
