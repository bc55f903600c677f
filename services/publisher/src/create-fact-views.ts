import { FACT_CONTRACTS, KINDS_WITHOUT_PERSONS, SOURCE_KINDS, type SourceKind } from '@credlink/contracts';
import type { FactsInput } from '@credlink/store';
import { type Engine, quoteName, quoteText } from '@credlink/vault';

/** An upload's facts and where they lie. */
export type FactsFile = Omit<FactsInput, 'factsFile'> & { readonly path: string };

/**
 * Makes one view per kind of source in the engine: `person_id, subject_id, organisation` and the columns of the
 * kind's fact contract. A subject without a usable identifier was linked to nobody: it is a person of its own,
 * counted among the holders and never found in wages. Its number has the highest bit set, which links never use.
 *
 * @returns the kinds nobody contributes; they get no view
 */
export async function createFactViews(
  engine: Engine,
  linksPath: string,
  files: readonly FactsFile[],
): Promise<readonly SourceKind[]> {
  await engine.run(
    `CREATE TEMP TABLE link AS SELECT upload_id, subject_id, person_id FROM read_parquet(${quoteText(linksPath)})`,
  );
  const absent: SourceKind[] = [];
  for (const kind of SOURCE_KINDS) {
    const ofKind = files.filter((file) => file.kind === kind);
    if (ofKind.length === 0) absent.push(kind);
    else
      await engine.run(
        `CREATE TEMP VIEW ${quoteName(kind)} AS ${ofKind.map(selectFacts).join('\nUNION ALL\n')}`,
      );
  }
  return absent;
}

function selectFacts(file: FactsFile): string {
  const columns = FACT_CONTRACTS[file.kind].map((column) => `f.${quoteName(column.name)}`);
  const source = `read_parquet(${quoteText(file.path)}) AS f`;
  const organisation = `${quoteText(file.organisation)} AS organisation`;
  if (KINDS_WITHOUT_PERSONS.includes(file.kind)) {
    return `SELECT f.subject_id, ${organisation}, ${columns.join(', ')} FROM ${source}`;
  }
  return `SELECT coalesce(l.person_id, f.subject_id | (1::UBIGINT << 63)) AS person_id, f.subject_id,
      ${organisation}, ${columns.join(', ')}
    FROM ${source}
    LEFT JOIN link AS l ON l.upload_id = ${quoteText(file.uploadId)}::UUID AND l.subject_id = f.subject_id`;
}
