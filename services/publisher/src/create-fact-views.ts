import { FACT_CONTRACTS, KINDS_WITHOUT_PERSONS, SOURCE_KINDS, type SourceKind } from '@credlink/contracts';
import type { FactsInput } from '@credlink/store';
import { type Engine, quoteName, quoteText } from '@credlink/vault';

/** An upload's facts and where they lie. */
export type FactsFile = Pick<FactsInput, 'uploadId' | 'organisation' | 'kind'> & { readonly path: string };

/**
 * Makes one view per kind of source in the engine: `person_id, subject_id, organisation` and the columns of the
 * kind's fact contract.
 *
 * Claim: a subject without a usable identifier was linked to nobody. It is a person of its own, counted among the
 * holders, never found in wages and never vouched for by another upload: its number is dealt here, by upload and
 * subject, with the highest bit set, which links never use. It does not follow from the subject id, which the
 * contributor chooses: two uploads could agree on one.
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
  const ofPersons = files.filter((file) => !KINDS_WITHOUT_PERSONS.includes(file.kind));
  if (ofPersons.length > 0) await engine.run(numberUnlinked(ofPersons));
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

function numberUnlinked(files: readonly FactsFile[]): string {
  const subjects = files.map(
    (
      file,
      place,
    ) => `SELECT DISTINCT ${place} AS place, ${quoteText(file.uploadId)}::UUID AS upload_id, f.subject_id
FROM read_parquet(${quoteText(file.path)}) AS f
ANTI JOIN link AS l ON l.upload_id = ${quoteText(file.uploadId)}::UUID AND l.subject_id = f.subject_id`,
  );
  return `INSERT INTO link
SELECT upload_id, subject_id, row_number() OVER (ORDER BY place, subject_id)::UBIGINT | (1::UBIGINT << 63) AS person_id
FROM (${subjects.join('\nUNION ALL\n')})`;
}

function selectFacts(file: FactsFile): string {
  const columns = FACT_CONTRACTS[file.kind].map((column) => `f.${quoteName(column.name)}`);
  const source = `read_parquet(${quoteText(file.path)}) AS f`;
  const organisation = `${quoteText(file.organisation)} AS organisation`;
  if (KINDS_WITHOUT_PERSONS.includes(file.kind)) {
    return `SELECT f.subject_id, ${organisation}, ${columns.join(', ')} FROM ${source}`;
  }
  return `SELECT l.person_id, f.subject_id, ${organisation}, ${columns.join(', ')}
    FROM ${source}
    JOIN link AS l ON l.upload_id = ${quoteText(file.uploadId)}::UUID AND l.subject_id = f.subject_id`;
}
