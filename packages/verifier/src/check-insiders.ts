import { type AuditLimits, auditRanges } from './audit-ranges.ts';
import type { GroupSystem } from './group-system.ts';
import type { Lattice } from './lattice.ts';
import type { Solver } from './linear-program.ts';
import { countMembers, type Members } from './members.ts';
import { propagateBounds } from './propagate-bounds.ts';
import type { CellAddress, PublishedValues } from './published-values.ts';
import { CEILING } from './range.ts';
import { distributionOf } from './range-distribution.ts';
import { outerRange, RangeTarget } from './range-target.ts';
import type { Finding, RangeDistribution } from './report.ts';
import { noSmallRemainder } from './rules/no-small-remainder.ts';
import { wideRange } from './rules/wide-range.ts';

/** Somebody who knows its own persons: an issuer, an employer. */
export type Insider = { readonly column: string; readonly value: string; readonly persons: number };

export type InsiderChecks = {
  readonly findings: readonly Finding[];
  readonly undecided: number;
  readonly insiders: number;
  readonly distribution: RangeDistribution;
};

/** Everybody named in the given columns, those with most persons first. */
export function insidersOf({ persons }: Members, columns: readonly string[]): Insider[] {
  const counts = new Map<string, Insider>();
  for (const person of persons) {
    for (const column of columns) {
      const value = person.columns[column] ?? '';
      if (value === '') continue;
      const key = `${column}\u0000${value}`;
      counts.set(key, { column, value, persons: (counts.get(key)?.persons ?? 0) + 1 });
    }
  }
  return [...counts.values()].sort((a, b) => b.persons - a.persons || (a.value < b.value ? -1 : 1));
}

/**
 * B5: what B3 and B4 ask, asked for one insider: its own persons are known, so every group holds at least those, and
 * what is to be protected is the rest of the group, shown groups included.
 * @param isNarrow groups that are narrow for everybody already; they are not counted again
 */
export async function checkInsider(
  lattice: Lattice,
  system: GroupSystem,
  published: PublishedValues,
  basis: readonly number[],
  members: Members,
  insider: Insider,
  isNarrow: (group: number) => boolean,
  solver: Solver,
  limits: AuditLimits,
): Promise<InsiderChecks> {
  const own = countMembers(
    members,
    system.groupCount,
    ({ columns }) => columns[insider.column] === insider.value,
  );
  const low = published.low.map((least, group) => Math.max(least, own[group] ?? 0));
  const high = published.high.map((most) => Math.min(most, CEILING));
  propagateBounds(system.sums, low, high);
  const questions = published.hiddenAs.flatMap((hidden, group) => {
    const known = own[group] ?? 0;
    const form = { groups: [group], signs: [1], offset: -known };
    const outer = outerRange(form, low, high);
    const isShown = published.isShown[group] === true;
    if (isShown ? known === 0 : hidden.length === 0 || isNarrow(group)) return [];
    const rule = isShown ? noSmallRemainder(lattice.threshold) : wideRange(lattice.threshold);
    return [{ group, isShown, target: new RangeTarget(form, rule, outer, lattice.attacker) }];
  });
  const audit = await auditRanges(
    { sums: basis.flatMap((s) => system.sums[s] ?? []), low, high },
    questions.map(({ target }) => target),
    solver,
    limits,
  );
  const nameOf = (group: number): CellAddress =>
    (published.shownAs[group]?.[0] ?? published.hiddenAs[group]?.[0]) || { table: '', key: {} };
  const findings: Finding[] = [];
  const widths: number[] = [];
  let undecided = 0;
  for (const [q, { group, isShown }] of questions.entries()) {
    const answer = audit.answers[q];
    if (answer === undefined) continue;
    if (!isShown) widths.push(answer.seen.high - answer.seen.low);
    if (answer.verdict === 'undecided') undecided += 1;
    if (answer.verdict !== 'violated') continue;
    const kind = isShown ? 'few_others' : 'narrow_range';
    const of = [nameOf(group)];
    findings.push({ check: 'B5', kind: `${insider.column}_${kind}`, of, without: [], range: answer.outer });
  }
  return { findings, undecided, insiders: 1, distribution: distributionOf(widths, lattice.threshold) };
}
