import { hkdfSync } from 'node:crypto';
import { RULES } from '@credlink/tokens';
import type { Engine } from '@credlink/vault';

/**
 * The strongest lever that was found, measured and not shipped (ADR 0013). A token that two people of a file share is held
 * back; tokens that join nothing stand in for it, and fill the others up to a few sizes, so that neither what was held
 * back nor a name's length is seen.
 */
export type CoveredTokens = {
  /** SQL of the rows to send: subject_id, rule, token. */
  readonly query: string;
  readonly heldBackByRule: ReadonlyMap<number, number>;
};

/** Tokens of one rule of one subject are filled up to the next of these numbers. */
const CLASSES = 'CASE WHEN n <= 1 THEN 1 WHEN n <= 4 THEN 4 ELSE 16 END';

const REFERENCE = RULES.reference.code;

/** Their one token stands for a person of the file, best first: the owner's own key, else given name and birth date. */
const PERSON_RULES: readonly number[] = [REFERENCE, RULES.givenStartBirth.code, RULES.givenBirth.code];

/** The fill key of an exchange: the same for all its contributors. */
export function fillKeyOf(exchangeKey: Uint8Array): string {
  return Buffer.from(hkdfSync('sha256', exchangeKey, '', 'credlink attack bench fill', 32)).toString('hex');
}

/**
 * Prepares what of `relation` (subject_id UBIGINT, rule USMALLINT, token UUID) is sent. Makes the tables `cover_subject`
 * and `cover_shared`, which must stay until the query was run.
 *
 * What stands in is made from all tokens of its subject: two files that say the same of a person agree on it as well.
 *
 * @param fillKey 64 hex digits; without it nobody can tell a token that stands in from another
 */
export async function coverTokens(engine: Engine, relation: string, fillKey: string): Promise<CoveredTokens> {
  if (!/^[0-9a-f]{64}$/.test(fillKey)) throw new TypeError('a fill key is 64 hex digits');
  const person = PERSON_RULES.map((code) => `min(token) FILTER (rule = ${code})`).join(', ');
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE cover_subject AS
     SELECT subject_id, bit_xor(hash(token)) AS digest, coalesce(${person}) AS person FROM ${relation} GROUP BY subject_id`,
  );
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE cover_shared AS
     SELECT token, any_value(rule) AS rule, count(*) AS n
     FROM ${relation} JOIN cover_subject USING (subject_id) WHERE rule <> ${REFERENCE}
     GROUP BY token HAVING count(*) > 1 AND (count(person) < count(*) OR min(person) <> max(person))`,
  );
  const heldBack = await engine.rows(
    'SELECT rule::INTEGER AS rule, sum(n)::INTEGER AS tokens FROM cover_shared GROUP BY rule ORDER BY rule',
  );
  const slots = `SELECT t.subject_id, t.rule, count(*) AS n, count(*) FILTER (s.token IS NULL) AS sent
    FROM ${relation} t LEFT JOIN cover_shared s USING (token) GROUP BY t.subject_id, t.rule`;
  return {
    query: `SELECT t.subject_id, t.rule, t.token FROM ${relation} t ANTI JOIN cover_shared s USING (token)
UNION ALL
SELECT subject_id, rule, left(sha256('${fillKey}' || digest || '/' || rule || '/' || place), 32)::UUID AS token
FROM (SELECT subject_id, rule, unnest(range(${CLASSES} - sent)) AS place FROM (${slots})) JOIN cover_subject USING (subject_id)`,
    heldBackByRule: new Map(heldBack.map((row) => [Number(row.rule), Number(row.tokens)])),
  };
}
