import { closure } from './pattern-sql.ts';
import { attributeOf, bitOf, maskOf, type RuleSpace, type SpaceRule } from './rule-space.ts';

/**
 * -> `pair_type, is_left, once, several`: by side of a pair type, how many nodes drew one link and how many drew more
 * from one file with one record a person of the other side.
 */
export function drawnLinks(): string {
  return `WITH drawn AS (
  SELECT l.pair_type, true AS is_left, l.a AS nid, n.unit FROM lk_link l JOIN lk_node n ON n.nid = l.b WHERE l.weight >= 0 AND n.unit >= 0
  UNION ALL
  SELECT l.pair_type, false, l.b, n.unit FROM lk_link l JOIN lk_node n ON n.nid = l.a WHERE l.weight >= 0 AND n.unit >= 0)
SELECT pair_type, is_left, count(*) FILTER (WHERE links = 1) AS once, count(*) FILTER (WHERE links > 1) AS several
FROM (SELECT pair_type, is_left, nid, unit, count(*) AS links FROM drawn GROUP BY ALL)
GROUP BY pair_type, is_left ORDER BY pair_type, is_left`;
}

/**
 * -> `pair_type, by_ssn, by_name, by_both, links`: links of nodes that have an SSN, both names and a birth date on
 * both sides, by whether they agree on the SSN, and on full name and birth date (as step 4 of the cascade asks).
 */
export function familyLinks(space: RuleSpace): string {
  const speaksOf = ({ levels }: SpaceRule, ...attributes: readonly string[]) =>
    attributes.every((attribute) => levels.some((level) => attributeOf(level) === attribute));
  const both = (isWanted: (rule: SpaceRule) => boolean) =>
    `(comparable & ${maskOf(space, isWanted)}::UHUGEINT) <> 0`;
  const isWithoutSsn = (rule: SpaceRule) => !speaksOf(rule, 'ssn');
  const has = (level: Parameters<typeof bitOf>[0]) => `(closed & ${bitOf(level)}::UBIGINT) <> 0`;
  const swapped = has('surname.unordered');
  const byName = `((${has('surname.part')} AND ${has('given.root')}) OR ${swapped}) AND ${has('birthDate.sorted')}`;
  return `WITH linked AS (
  SELECT pair_type, comparable, ${closure(space)} AS closed, links FROM (
    SELECT combo, count(*) AS links FROM lk_link WHERE weight >= 0 GROUP BY combo)
  JOIN lk_combo USING (combo)),
listed AS (
  SELECT pair_type, links, ${has('ssn.nine')} AS by_ssn, ${byName} AS by_name FROM linked
  WHERE ${both(({ levels }) => levels.includes('ssn.nine'))}
    AND ${both((rule) => isWithoutSsn(rule) && speaksOf(rule, 'surname', 'given'))}
    AND ${both((rule) => isWithoutSsn(rule) && speaksOf(rule, 'birthDate'))})
SELECT pair_type, coalesce(sum(links) FILTER (WHERE by_ssn), 0)::BIGINT AS by_ssn, coalesce(sum(links) FILTER (WHERE by_name), 0)::BIGINT AS by_name,
  coalesce(sum(links) FILTER (WHERE by_ssn AND by_name), 0)::BIGINT AS by_both, sum(links)::BIGINT AS links
FROM listed GROUP BY pair_type ORDER BY pair_type`;
}
