import type { Engine } from './engine.ts';
import type { IdentityRule } from './identity-file.ts';
import { registerLayer } from './identity-layer.ts';
import { writeParquet } from './parquet.ts';
import { quoteText } from './quote.ts';
import type { LayerChange } from './vault-layer.ts';

/**
 * Writes an identity file anew under another layer: byte for byte the file that its tokens would have made under that
 * layer. Subjects are numbered anew, for they are numbered by digest and the order of the old digests must not stay.
 * Once for each engine.
 *
 * Claim: whoever holds the old layer's key, the vault's key and the exchange key, but not the new layer's, cannot test a
 * guess against a candidate token or a digest of the new file: they went through FF1 under a key he lacks. Not claimed:
 * that evidence tags stand up to somebody who can tell which records of the file are his own, for he learns the table of
 * a rule one tag a record.
 *
 * @param options.rules of the pack the file was made by, in its order
 */
export async function rekeyIdentityFile(
  engine: Engine,
  options: {
    readonly source: string;
    readonly target: string;
    readonly rules: readonly IdentityRule[];
    readonly change: LayerChange;
  },
): Promise<void> {
  const { source, target, rules, change } = options;
  const evidence = rules.filter(({ role }) => role === 'evidence');
  const layered = registerLayer(engine, evidence, change);
  const file = `read_parquet(${quoteText(source)})`;
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE id_renumbered AS
     SELECT was, (row_number() OVER (ORDER BY digest, subject_id) - 1)::UINTEGER AS subject, subject_id, digest, emitted_low, emitted_high, tags
     FROM (SELECT subject AS was, subject_id, ${layered.digest('digest')} AS digest, emitted_low, emitted_high,
         ${layered.tags('tags')} AS tags FROM ${file} WHERE rule = 0)`,
  );
  await writeParquet(engine, {
    query: `SELECT f.rule, s.subject, ${layered.key('f.key')} AS key, NULL::UBIGINT AS subject_id, NULL::UBIGINT AS digest,
        NULL::UBIGINT AS emitted_low, NULL::UBIGINT AS emitted_high, NULL::USMALLINT[] AS tags
      FROM ${file} f JOIN id_renumbered s ON s.was = f.subject WHERE f.rule <> 0
      UNION ALL
      SELECT 0::USMALLINT, subject, NULL, subject_id, digest, emitted_low, emitted_high, tags FROM id_renumbered`,
    target,
    orderBy: ['rule', 'subject', 'key'],
    isUnique: true,
  });
  await engine.run('DROP TABLE id_renumbered');
}
