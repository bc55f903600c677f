import type { KeyObject } from 'node:crypto';
import type { Engine } from './engine.ts';
import { registerLayer, UNLAYERED } from './identity-layer.ts';
import { writeParquet } from './parquet.ts';
import { registerShortPermutation } from './permutation.ts';
import { PLACE_SHIFT, registerTagLists } from './tag-list.ts';
import type { VaultLayer } from './vault-layer.ts';

/**
 * An identity file of the vault. Two kinds of rows, sorted by `rule`, `subject` and `key`:
 *
 * - `rule` 0, one row a subject: `subject_id`; `digest` of all that is kept of its tokens, the same
 *   for two subjects with the same tokens; `emitted_low` and `emitted_high`, a bit for each rule it has tokens of,
 *   in the order of its pack; `tags`, its evidence tokens cut to two bytes (see tag-list.ts).
 * - any other `rule`, one row a candidate token: `key`, its first eight bytes.
 *
 * `subject` numbers the subjects of a file from 0, by digest: nothing of the order of the owner's file remains.
 * These are its columns, in order; a reader refuses a file with any others.
 */
export const IDENTITY_FILE_COLUMNS: readonly { readonly name: string; readonly type: string }[] = [
  { name: 'rule', type: 'USMALLINT' },
  { name: 'subject', type: 'UINTEGER' },
  { name: 'key', type: 'UBIGINT' },
  { name: 'subject_id', type: 'UBIGINT' },
  { name: 'digest', type: 'UBIGINT' },
  { name: 'emitted_low', type: 'UBIGINT' },
  { name: 'emitted_high', type: 'UBIGINT' },
  { name: 'tags', type: 'USMALLINT[]' },
];

/** A rule of the pack, in the order of the pack. */
export type IdentityRule = { readonly code: number; readonly role: 'candidate' | 'evidence' };

/** Emission bits are two words of 64. */
const MOST_RULES = 128;

/** Lanes of a digest that evidence tags go into, each as wide as a tag. */
const LANES = 4;

/**
 * Prepares the rows of an identity file from whole tokens: each goes through AES-128 under `key` first.
 *
 * Claim: what the vault keeps of a token cannot be turned back into it, not even with the vault's key: of a candidate
 * token eight bytes remain, of an evidence token two, which one in 65,536 other values shares. The same tokens give
 * the same rows in whatever order they come. Not claimed: that two bytes protect anybody from whoever holds the
 * vault's key and the exchange key: the tags of one record together still tell it from all others.
 *
 * @param options.layer what is kept goes through it once more; null or absent where the vault has none
 * @param options.tokens relation with the columns `subject_id UBIGINT, rule USMALLINT, token UUID`, distinct rows
 * @returns SQL of the rows, in no order; valid until the next call for this engine
 */
export async function prepareIdentity(
  engine: Engine,
  options: {
    readonly tokens: string;
    readonly rules: readonly IdentityRule[];
    readonly key: KeyObject;
    readonly layer?: VaultLayer | null;
  },
): Promise<string> {
  const { tokens, rules, key, layer = null } = options;
  if (rules.length > MOST_RULES) throw new RangeError('too many rules in one pack');
  const evidence = rules.filter(({ role }) => role === 'evidence');
  registerShortPermutation(engine, 'short_token', key);
  registerTagLists(engine, 'tag_list', evidence.length);
  const layered = layer === null ? UNLAYERED : registerLayer(engine, evidence, { from: null, to: layer });
  const places = rules.map((rule, position) => {
    const bit = 1n << BigInt(position % 64);
    const place = rule.role === 'evidence' ? `${evidence.indexOf(rule)}` : 'NULL';
    return `(${rule.code}::USMALLINT, ${position < 64 ? bit : 0n}::UBIGINT, ${position < 64 ? 0n : bit}::UBIGINT, ${place}::UINTEGER)`;
  });
  const statements = [
    `CREATE OR REPLACE TEMP TABLE id_rule (rule, low, high, place) AS SELECT * FROM (VALUES ${places.join(', ')})`,
    `CREATE OR REPLACE TEMP TABLE id_token AS
     SELECT t.subject_id, t.rule, r.low, r.high, r.place, short_token(t.token) AS key FROM ${tokens} t JOIN id_rule r USING (rule)`,
    `CREATE OR REPLACE TEMP TABLE id_subject AS
     SELECT subject_id, (row_number() OVER (ORDER BY digest, subject_id) - 1)::UINTEGER AS subject, digest, low, high, ${layered.tags('tag_list(placed)')} AS tags
     FROM (SELECT subject_id, bit_or(low) AS low, bit_or(high) AS high,
         ${layered.digest(`bit_xor(CASE WHEN place IS NULL THEN key ELSE (key & 65535) << (16 * (place % ${LANES}))::UBIGINT END)`)} AS digest,
         coalesce(list((place << ${PLACE_SHIFT}) | (key & 65535)::UINTEGER) FILTER (place IS NOT NULL), []::UINTEGER[]) AS placed
       FROM id_token GROUP BY subject_id)`,
  ];
  for (const statement of statements) await engine.run(statement);
  return `SELECT t.rule, s.subject, ${layered.key('t.key')} AS key, NULL::UBIGINT AS subject_id, NULL::UBIGINT AS digest,
      NULL::UBIGINT AS emitted_low, NULL::UBIGINT AS emitted_high, NULL::USMALLINT[] AS tags
    FROM id_token t JOIN id_subject s USING (subject_id) WHERE t.place IS NULL
    UNION ALL
    SELECT 0::USMALLINT, subject, NULL, subject_id, digest, low, high, tags FROM id_subject`;
}

/** Writes an identity file. The same tokens give the same bytes. */
export async function writeIdentityFile(
  engine: Engine,
  options: Parameters<typeof prepareIdentity>[1] & { readonly target: string },
): Promise<void> {
  const query = await prepareIdentity(engine, options);
  await writeParquet(engine, {
    query,
    target: options.target,
    orderBy: ['rule', 'subject', 'key'],
    isUnique: true,
  });
  for (const table of ['id_rule', 'id_token', 'id_subject']) await engine.run(`DROP TABLE ${table}`);
}
