import { FACT_CONTRACTS, type FactColumn, type SourceKind } from '@credlink/contracts';
import { quoteText } from '@credlink/vault';
import { LIKELY_IDENTIFIER, mayHoldIdentifier, UNMISTAKABLE_IDENTIFIER } from '../rules/plain-identifier.ts';
import type { RowRule } from '../rules/row-rules.ts';

/** -> `rows, subjects, nameless`: rows in all, distinct subjects, rows without a subject. */
export function factsCountsSql(facts: string): string {
  return `SELECT count(*) AS "rows", count(DISTINCT subject_id) AS subjects,
    count(*) FILTER (subject_id IS NULL) AS nameless FROM ${facts}`;
}

function isOutside({ values, pattern }: FactColumn): string {
  if (values !== undefined) return `v NOT IN (${values.map(quoteText).join(', ')})`;
  return `NOT regexp_full_match(v, ${quoteText(`(?s)(?:${pattern ?? ''})`)})`;
}

/** A word of the vocabulary in another case, or with blanks around it, is a mistake of form, not a name. */
function isNearMiss({ values }: FactColumn): string {
  if (values === undefined) return 'false';
  return `lower(trim(v)) IN (${values.map((word) => quoteText(word.toLowerCase())).join(', ')})`;
}

function textColumnSql(facts: string, column: FactColumn, knownCodes: string): string {
  const outside = isOutside(column);
  const likely = `regexp_full_match(trim(v), ${quoteText(LIKELY_IDENTIFIER)})`;
  const unmistakable = mayHoldIdentifier(column)
    ? `regexp_full_match(trim(v), ${quoteText(UNMISTAKABLE_IDENTIFIER)}) AND v NOT IN (SELECT code FROM ${knownCodes})`
    : 'false';
  return `SELECT ${quoteText(column.name)} AS name,
    count(*) FILTER (${outside}) AS outside,
    count(*) FILTER ((${outside} AND NOT ${isNearMiss(column)} AND ${likely}) OR (${unmistakable})) AS identifying
  FROM (SELECT DISTINCT ${column.name} AS v FROM ${facts} WHERE ${column.name} IS NOT NULL)`;
}

/**
 * -> one row `name, outside, identifying` for each text column of the kind: how many distinct values the contract
 * refuses, and how many look like an identifier of a person. `knownCodes` is a relation with the column `code`:
 * codes of the catalogue, which are never taken for an identifier. Null where the kind has no text column.
 */
export function textColumnsSql(kind: SourceKind, facts: string, knownCodes: string): string | null {
  const texts = FACT_CONTRACTS[kind].filter((column) => column.type === 'VARCHAR');
  if (texts.length === 0) return null;
  return texts.map((column) => textColumnSql(facts, column, knownCodes)).join('\nUNION ALL\n');
}

/** The facts with a column `reason`: why the row is set aside, or NULL. */
export function judgedFactsSql(facts: string, rules: readonly RowRule[]): string {
  if (rules.length === 0) return `SELECT *, NULL::VARCHAR AS reason FROM ${facts}`;
  const whens = rules.map(({ when, reason }) => `WHEN ${when} THEN ${quoteText(reason)}`).join('\n    ');
  return `SELECT *, CASE ${whens} END AS reason FROM ${facts}`;
}

/** -> one row `reason, "rows"` for every reason. */
export function quarantinedSql(judged: string): string {
  return `SELECT reason, count(*) AS "rows" FROM ${judged} WHERE reason IS NOT NULL GROUP BY reason ORDER BY reason`;
}
