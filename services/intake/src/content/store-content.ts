import { fault, type SourceKind } from '@credlink/contracts';
import type { NumberedDecoy } from '@credlink/store';
import {
  type Engine,
  type IdentityRule,
  registerBlockChange,
  registerPermutation,
  type Vault,
  type VaultLayer,
  writeIdentityFile,
  writeParquet,
} from '@credlink/vault';
import type { VaultKeys } from '../rules/derive-vault-keys.ts';
import { COLLEGE_CODE_COLUMNS, collegeCodeSql, registerOutsideCodes } from '../rules/outside-codes.ts';
import { registerSubjectNumbers, subjectNumberSql } from '../rules/renumber-subjects.ts';
import { factColumnDomains } from './employer-columns.ts';
import { CATALOGUE_CODES, DECOY_TABLE, DECOYS, JUDGED_FACTS, SENT_IDENTITY } from './judge-content.ts';

export type StoredFiles = { readonly identityFile: string; readonly factsFile: string };

export type StoredContent = StoredFiles & {
  /** As the vault numbers them. */
  readonly decoys: readonly NumberedDecoy[];
};

const SUBJECT_NUMBERS = 'subject_number';

/**
 * Writes the content that `judgeContent` found sound into the vault: every token re-keyed and cut short, every
 * subject renumbered, codes outside the catalogue keyed, rows that were set aside left out, subjects left without a fact dropped with them. Rows are sorted by subject, so
 * nothing of the order of the owner's file remains, and the same upload always gives the same file names: safe to run
 * twice.
 */
export async function storeContent(
  engine: Engine,
  vault: Vault<'identity' | 'facts'>,
  content: {
    /** The upload whose id subjects are numbered by: its own, or the one whose content it is. */
    readonly numberedBy: string;
    readonly kind: SourceKind;
    /** Of its pack, in order. */
    readonly rules: readonly IdentityRule[];
  },
  keys: VaultKeys,
  layer: VaultLayer | null,
): Promise<StoredContent> {
  await engine.run(DECOY_TABLE);
  registerPermutation(engine, 'rekey_employer', keys.employers);
  registerPermutation(engine, 'rekey_employer_unit', keys.employerUnits);
  registerBlockChange(engine, 'layer_employer', { from: null, to: layer?.employers ?? null });
  registerBlockChange(engine, 'layer_employer_unit', { from: null, to: layer?.employerUnits ?? null });
  registerOutsideCodes(engine, keys.codes);
  registerSubjectNumbers(engine, keys.subjects);
  await numberSubjects(engine, content.numberedBy);

  const identityPath = vault.newPath('identity');
  await writeIdentityFile(engine, {
    tokens: `(SELECT n.number AS subject_id, rule, token FROM ${SENT_IDENTITY} JOIN ${SUBJECT_NUMBERS} AS n USING (subject_id))`,
    rules: content.rules,
    key: keys.persons,
    layer,
    target: identityPath,
  });
  const identityFile = await vault.put('identity', identityPath);

  const columns = factColumnDomains(content.kind).map(({ name, domain }) => {
    if (COLLEGE_CODE_COLUMNS.includes(name)) return `${collegeCodeSql(name, CATALOGUE_CODES)} AS ${name}`;
    return domain === null ? name : `layer_${domain}(rekey_${domain}(${name})) AS ${name}`;
  });
  const factsPath = vault.newPath('facts');
  await writeParquet(engine, {
    query: `SELECT n.number AS subject_id, ${columns.join(', ')}
      FROM ${JUDGED_FACTS} JOIN ${SUBJECT_NUMBERS} AS n USING (subject_id) WHERE reason IS NULL`,
    target: factsPath,
    orderBy: ['subject_id'],
  });
  const factsFile = await vault.put('facts', factsPath);
  return { identityFile, factsFile, decoys: await numberedDecoys(engine, content.numberedBy) };
}

/** A copy whose original was set aside is a copy of a number nobody has: it then tells nothing. */
function numberedDecoys(engine: Engine, uploadId: string): Promise<readonly NumberedDecoy[]> {
  return engine.rows(
    `SELECT ${subjectNumberSql('subject_id', uploadId)}::VARCHAR AS subject, kind,
       CASE WHEN original IS NOT NULL THEN ${subjectNumberSql('coalesce(original, 0)', uploadId)}::VARCHAR END AS original
     FROM ${DECOYS} ORDER BY subject`,
    [],
    (row) => ({
      subject: String(row.subject),
      kind: row.kind === 'stranger' || row.kind === 'twin' ? row.kind : 'copy',
      of: row.original === null ? null : String(row.original),
    }),
  );
}

/** Table `subject_number` (subject_id, number): one row for each subject that keeps a fact, and for each decoy. */
async function numberSubjects(engine: Engine, uploadId: string): Promise<void> {
  await engine.run(
    `CREATE OR REPLACE TABLE ${SUBJECT_NUMBERS} AS SELECT subject_id, ${subjectNumberSql('subject_id', uploadId)} AS number
     FROM (SELECT DISTINCT subject_id FROM ${JUDGED_FACTS} WHERE reason IS NULL UNION SELECT subject_id FROM ${DECOYS})`,
  );
  const met = await engine.scalar(
    `SELECT count(*) - count(DISTINCT number) FROM ${SUBJECT_NUMBERS}`,
    [],
    Number,
  );
  // Never seen, and never let pass: two persons would become one. The file tokenised again has other subjects.
  if (met > 0) throw fault('two subjects of one upload have the same number');
}
