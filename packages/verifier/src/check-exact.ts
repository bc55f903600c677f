import { type Derivable, derivableFrom } from './derivable.ts';
import type { GroupSystem } from './group-system.ts';
import type { Lattice } from './lattice.ts';
import { nestedPairs } from './nested-pairs.ts';
import type { PublishedValues } from './published-values.ts';
import type { Finding } from './report.ts';

/**
 * B2 and B3 where shown counts are exact: hidden groups that follow by addition and subtraction alone, and groups of
 * 1 to T-1 persons that do: hidden siblings, differences of nested groups that are both known, and how many more or less
 * a carried figure would show now. That it would show the same tells of nobody.
 */
export function checkExact(
  { threshold }: Lattice,
  system: GroupSystem,
  published: PublishedValues,
  basis: readonly number[],
): { readonly findings: Finding[]; readonly isConsistent: boolean } {
  const { low, high } = published;
  const isShown = published.isShown.map((shown, group) => shown && low[group] === high[group]);
  const sums = basis.flatMap((s) => system.sums[s] ?? []);
  const derivable = derivableFrom(sums, isShown, low);
  if (!derivable.isConsistent) return { findings: [], isConsistent: false };
  const known = knownValues(system, isShown, low, derivable);
  const findings: Finding[] = [];
  const nameOf = (group: number) =>
    (published.hiddenAs[group]?.[0] ?? published.shownAs[group]?.[0]) || { table: '', key: {} };
  const isSmall = (value: number): boolean => value >= 1 && value < threshold;
  const found = (check: 'B2' | 'B3', kind: string, of: number[], without: number[], value: number): void => {
    findings.push({
      check,
      kind,
      of: of.map(nameOf),
      without: without.map(nameOf),
      range: { low: value, high: value },
    });
  };
  for (const [group, value] of known) {
    if (published.isCarried[group] === true) {
      const moved = Math.abs(value - (published.shownValue[group] ?? value));
      if (isSmall(moved)) found('B3', 'carried_change', [group], [], moved);
    } else if (isShown[group] !== true) found('B2', 'exactly_derivable', [group], [], value);
    else if ((published.hiddenAs[group] ?? []).length > 0) found('B2', 'shown_elsewhere', [group], [], value);
  }
  for (const { children } of system.sums) {
    const hidden = children.filter((child) => isShown[child] !== true);
    const form = { groups: hidden, signs: hidden.map(() => 1) };
    if (hidden.length === 0 || !derivable.isDerivable(form)) continue;
    const value = derivable.valueOf(form);
    if (isSmall(value)) found('B3', 'hidden_siblings', hidden, [], value);
  }
  for (const { inner, outer } of nestedPairs(system, (group) => known.has(group))) {
    const value = (known.get(outer) ?? 0) - (known.get(inner) ?? 0);
    if (isSmall(value)) found('B3', 'nested_difference', [outer], [inner], value);
  }
  return { findings, isConsistent: true };
}

function knownValues(
  system: GroupSystem,
  isShown: readonly boolean[],
  low: Float64Array,
  derivable: Derivable,
): Map<number, number> {
  const known = new Map<number, number>();
  for (let group = 0; group < system.groupCount; group += 1) {
    if (isShown[group] === true) known.set(group, low[group] ?? 0);
    else {
      const form = { groups: [group], signs: [1] };
      if (derivable.isDerivable(form)) known.set(group, derivable.valueOf(form));
    }
  }
  return known;
}
