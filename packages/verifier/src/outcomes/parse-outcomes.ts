import { Certificate, PublishedCell, PublishedTable, ReleaseLattice } from '@credlink/contracts';
import { z } from 'zod';
import { malformed } from '../malformed.ts';

/** A release as a service publishes it. */
export type OutcomeRelease = {
  readonly lattice: ReleaseLattice;
  readonly tables: readonly PublishedTable[];
  readonly cells: readonly PublishedCell[];
  readonly certificate: Certificate;
};

/**
 * Reads the documents of a release: what the outcomes service serves, and what lies in a downloaded folder.
 * @throws AppError `release_malformed` naming the document and the place, never what stands there
 */
export function parseOutcomes(documents: {
  readonly lattice: unknown;
  readonly tables: unknown;
  readonly cells: readonly unknown[];
  readonly certificate: unknown;
}): OutcomeRelease {
  return {
    lattice: read('lattice.json', ReleaseLattice, documents.lattice),
    tables: read('tables.json', z.array(PublishedTable), documents.tables),
    cells: documents.cells.map((cell, line) => read(`cells.jsonl, line ${line + 1}`, PublishedCell, cell)),
    certificate: read('certificate.json', Certificate, documents.certificate),
  };
}

function read<T>(name: string, schema: z.ZodType<T>, document: unknown): T {
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  const place = parsed.error.issues[0]?.path.slice(0, 3).join('.') || 'its root';
  throw malformed(name, `wrong at ${place}`);
}
