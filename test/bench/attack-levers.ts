import { RULES } from '@credlink/tokens';
import type { Engine } from '@credlink/vault';
import { coverTokens, fillKeyOf } from './attack-cover.ts';

/** What is done to the tokens of a file before they are sent. */
export type Lever = {
  readonly name: string;
  /** A token that more records of the file share is not sent; null sends all. */
  readonly cap: number | null;
  /**
   * Random tokens that join nothing. `sent`: every rule of a record that sends any is filled up to a class;
   * `present`: also those whose tokens were all held back, so that what the cap took cannot be seen; `cover`:
   * see attack-cover.ts.
   */
  readonly padding: 'none' | 'sent' | 'present' | 'cover';
  /** Two bytes of every token of a rule that is evidence only, as a vault may hold them. */
  readonly tags?: boolean;
};

export const LEVERS: readonly Lever[] = [
  { name: 'none', cap: null, padding: 'none' },
  { name: 'tags', cap: null, padding: 'none', tags: true },
  { name: 'padded', cap: null, padding: 'sent' },
  { name: 'cap 8', cap: 8, padding: 'none' },
  { name: 'cap 4', cap: 4, padding: 'none' },
  { name: 'cap 2', cap: 2, padding: 'none' },
  { name: 'cap 1', cap: 1, padding: 'none' },
  { name: 'cap 1, padded', cap: 1, padding: 'sent' },
  { name: 'cap 2, all padded', cap: 2, padding: 'present' },
  { name: 'cap 1, all padded', cap: 1, padding: 'present' },
  { name: 'covered', cap: 1, padding: 'cover' },
];

/** Tokens of one rule of one record are filled up to the next of these. */
const CLASSES = 'CASE WHEN n <= 1 THEN 1 WHEN n <= 4 THEN 4 ELSE 16 END';

async function cover(engine: Engine, name: string, key: Uint8Array): Promise<void> {
  const relation = `(SELECT record::UBIGINT AS subject_id, rule, token FROM ${name})`;
  const { query } = await coverTokens(engine, relation, fillKeyOf(key));
  await engine.run(`CREATE OR REPLACE TEMP TABLE attack_covered AS ${query}`);
  await engine.run(
    `CREATE OR REPLACE TABLE ${name} AS SELECT subject_id::INTEGER AS record, rule, token FROM attack_covered`,
  );
}

const EVIDENCE = Object.values(RULES)
  .filter(({ role }) => role === 'evidence')
  .map(({ code }) => code);

async function cutToTags(engine: Engine, name: string): Promise<void> {
  await engine.run(
    `UPDATE ${name} SET token = md5(rule || '/' || left(token::VARCHAR, 4))::UUID WHERE rule IN (${EVIDENCE.join(', ')})`,
  );
  await engine.run(`CREATE OR REPLACE TABLE ${name} AS SELECT DISTINCT record, rule, token FROM ${name}`);
}

/**
 * Applies a lever to table `name` (record, rule, token), the tokens of which were made under `key`. `salt` keeps the
 * random tokens of two files apart.
 */
export async function applyLever(
  engine: Engine,
  name: string,
  lever: Lever,
  { key, salt }: { readonly key: Uint8Array; readonly salt: string },
): Promise<void> {
  const { cap, padding, tags = false } = lever;
  if (tags) return cutToTags(engine, name);
  if (padding === 'cover') return cover(engine, name, key);
  const slots = `CREATE OR REPLACE TEMP TABLE attack_slot AS SELECT record, rule, count(*) AS n FROM ${name} GROUP BY ALL`;
  if (padding === 'present') await engine.run(slots);
  if (cap !== null) {
    await engine.run(
      `DELETE FROM ${name} WHERE token IN (SELECT token FROM ${name} GROUP BY token HAVING count(*) > ${cap})`,
    );
  }
  if (padding === 'sent') await engine.run(slots);
  if (padding === 'none') return;
  await engine.run(`INSERT INTO ${name}
    SELECT record, rule, md5('${salt}/' || record || '/' || rule || '/' || place)::UUID
    FROM (
      SELECT record, rule, unnest(range(${CLASSES} - coalesce(sent, 0))) AS place
      FROM attack_slot LEFT JOIN (SELECT record, rule, count(*) AS sent FROM ${name} GROUP BY ALL) USING (record, rule))`);
}
