import { FACT_CONTRACTS, type SourceKind } from '@credlink/contracts';
import { type Engine, registerPermutation, type Vault, writeParquet } from '@credlink/vault';
import type { VaultKeys } from '../rules/derive-vault-keys.ts';
import { JUDGED_FACTS, SENT_IDENTITY } from './judge-content.ts';

export type StoredFiles = { readonly identityFile: string; readonly factsFile: string };

/** The permutation each UUID column of the facts goes through. */
const PERMUTATION_OF: Readonly<Record<string, string>> = {
  employer: 'rekey_employer',
  successor_of: 'rekey_employer',
  employer_unit: 'rekey_employer_unit',
};

/**
 * Writes the content that `judgeContent` found sound into the vault: every token re-keyed, rows that were set aside
 * left out, subjects left without a fact dropped with them. Rows are sorted by subject, so nothing of the order of
 * the owner's file remains, and the same content always gives the same file names: safe to run twice.
 */
export async function storeContent(
  engine: Engine,
  vault: Vault<'identity' | 'facts'>,
  content: { readonly kind: SourceKind; readonly hasRowsAside: boolean },
  keys: VaultKeys,
): Promise<StoredFiles> {
  registerPermutation(engine, 'rekey_person', keys.persons);
  registerPermutation(engine, 'rekey_employer', keys.employers);
  registerPermutation(engine, 'rekey_employer_unit', keys.employerUnits);

  const kept = content.hasRowsAside
    ? `WHERE EXISTS (SELECT 1 FROM ${JUDGED_FACTS} AS f WHERE f.subject_id = i.subject_id AND f.reason IS NULL)`
    : '';
  const identityPath = vault.newPath('identity');
  await writeParquet(engine, {
    query: `SELECT subject_id, rule, rekey_person(token) AS token FROM ${SENT_IDENTITY} AS i ${kept}`,
    target: identityPath,
    orderBy: ['subject_id', 'rule', 'token'],
  });
  const identityFile = await vault.put('identity', identityPath);

  const columns = FACT_CONTRACTS[content.kind].map(({ name, type }) => {
    const permutation = type === 'UUID' ? PERMUTATION_OF[name] : undefined;
    return permutation === undefined ? name : `${permutation}(${name}) AS ${name}`;
  });
  const factsPath = vault.newPath('facts');
  await writeParquet(engine, {
    query: `SELECT subject_id, ${columns.join(', ')} FROM ${JUDGED_FACTS} WHERE reason IS NULL`,
    target: factsPath,
    orderBy: ['subject_id'],
  });
  const factsFile = await vault.put('facts', factsPath);
  return { identityFile, factsFile };
}
