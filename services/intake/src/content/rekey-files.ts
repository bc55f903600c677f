import type { SourceKind } from '@credlink/contracts';
import {
  type Engine,
  type IdentityRule,
  type LayerChange,
  quoteText,
  registerBlockChange,
  rekeyIdentityFile,
  type Vault,
  writeParquet,
} from '@credlink/vault';
import { factColumnDomains } from './employer-columns.ts';
import type { StoredFiles } from './store-content.ts';

/**
 * Writes the files of an upload anew under another layer, beside the old ones: those that its content would have made
 * there, so it is safe to run twice. Subjects keep their numbers, so links stay what they are; a facts file without
 * employers stays as it is.
 */
export async function rekeyFiles(
  engine: Engine,
  vault: Vault<'identity' | 'facts'>,
  content: {
    readonly files: StoredFiles;
    readonly kind: SourceKind;
    /** Of its pack, in order. */
    readonly rules: readonly IdentityRule[];
  },
  change: LayerChange,
): Promise<StoredFiles> {
  const { files, kind, rules } = content;
  const identityPath = vault.newPath('identity');
  const source = await vault.pathOf('identity', files.identityFile);
  await rekeyIdentityFile(engine, { source, target: identityPath, rules, change });
  const identityFile = await vault.put('identity', identityPath);

  const domains = factColumnDomains(kind);
  if (domains.every(({ domain }) => domain === null)) return { identityFile, factsFile: files.factsFile };
  const { from, to } = change;
  registerBlockChange(engine, 'layer_employer', { from: from?.employers ?? null, to: to?.employers ?? null });
  registerBlockChange(engine, 'layer_employer_unit', {
    from: from?.employerUnits ?? null,
    to: to?.employerUnits ?? null,
  });
  const columns = domains.map(({ name, domain }) =>
    domain === null ? name : `layer_${domain}(${name}) AS ${name}`,
  );
  const factsPath = vault.newPath('facts');
  await writeParquet(engine, {
    query: `SELECT subject_id, ${columns.join(', ')}
      FROM read_parquet(${quoteText(await vault.pathOf('facts', files.factsFile))})`,
    target: factsPath,
    orderBy: ['subject_id'],
  });
  return { identityFile, factsFile: await vault.put('facts', factsPath) };
}
