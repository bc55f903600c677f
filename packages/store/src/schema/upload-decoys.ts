import type { JsonColumn, NullableJsonColumn } from './columns.ts';

/** `upload_decoys`: which subjects of an upload are invented. */
export type UploadDecoysTable = {
  upload_id: string;
  commitment: string;
  opening: JsonColumn;
  numbered: NullableJsonColumn;
};
