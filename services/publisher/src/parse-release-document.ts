import {
  Certificate,
  fault,
  MeasureDefinition,
  PublishedCell,
  PublishedTable,
  ReleaseLattice,
} from '@credlink/contracts';
import { z } from 'zod';
import type { ReleaseDocument } from './make-release.ts';

const Document = z.strictObject({
  publishedId: z.string(),
  contentSha256: z.string(),
  policy: z.string(),
  certificate: Certificate,
  /** Absent in releases that were held before there was one. */
  lattice: ReleaseLattice.nullable().default(null),
  definitions: z.array(MeasureDefinition),
  tables: z.array(PublishedTable),
  cells: z.array(PublishedCell),
});

/** A release as it lies in the vault. */
export function parseReleaseDocument(text: string): ReleaseDocument {
  const parsed = Document.safeParse(JSON.parse(text));
  if (!parsed.success) throw fault('a release in the vault does not decode');
  return parsed.data;
}
