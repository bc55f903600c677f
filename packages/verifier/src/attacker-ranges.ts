import { auditRanges } from './audit-ranges.ts';
import { basisSums } from './basis-sums.ts';
import { checkExact } from './check-exact.ts';
import { groupSystem } from './group-system.ts';
import { highsSolver } from './highs-solver.ts';
import type { Lattice, PublishedCount } from './lattice.ts';
import { propagateBounds } from './propagate-bounds.ts';
import { type CellAddress, publishedValues } from './published-values.ts';
import type { Range } from './range.ts';
import { outerRange, RangeTarget } from './range-target.ts';

export type AttackerRanges = {
  /** The exact range of every hidden cell, each under its own name. */
  readonly ranges: readonly { readonly cell: CellAddress; readonly range: Range }[];
  /** Hidden groups that follow by addition and subtraction alone. */
  readonly derivable: readonly { readonly cell: CellAddress; readonly value: number }[];
  /** Hidden groups that another name shows. */
  readonly shownElsewhere: readonly { readonly cell: CellAddress; readonly value: number }[];
  /** Persons of the groups of 1 to T-1 that follow so. */
  readonly remainders: readonly number[];
};

/** What is left to an attacker of every hidden cell of a small table, solved to the end. */
export async function attackerRanges(
  lattice: Lattice,
  cells: readonly PublishedCount[],
): Promise<AttackerRanges> {
  const system = groupSystem(lattice);
  const published = publishedValues(lattice, system, cells);
  const basis = basisSums(system, () => false);
  const { findings } = checkExact(lattice, system, published, basis);
  const low = published.low.slice();
  const high = published.high.slice();
  propagateBounds(system.sums, low, high);
  const asked = published.hiddenAs.flatMap((names, group) => {
    const form = { groups: [group], signs: [1] };
    const isKnown: ConstructorParameters<typeof RangeTarget>[1] = (seen, outer) =>
      seen.low <= outer.low && seen.high >= outer.high ? 'safe' : 'open';
    return names.length === 0
      ? []
      : [{ names, target: new RangeTarget(form, isKnown, outerRange(form, low, high), lattice.attacker) }];
  });
  const audit = await auditRanges(
    { sums: basis.flatMap((s) => system.sums[s] ?? []), low, high },
    asked.map(({ target }) => target),
    await highsSolver(),
    { secondsPerSolution: 60, mayGoOn: async () => true, onProgress: () => undefined },
  );
  const known = (kind: string) =>
    findings.flatMap(({ kind: told, of: [cell], range }) =>
      told === kind && cell !== undefined && range !== null ? [{ cell, value: range.low }] : [],
    );
  return {
    ranges: asked.flatMap(({ names }, a) =>
      names.flatMap((cell) => {
        const answer = audit.answers[a];
        return answer === undefined ? [] : [{ cell, range: answer.outer }];
      }),
    ),
    derivable: known('exactly_derivable'),
    shownElsewhere: known('shown_elsewhere'),
    remainders: findings.flatMap(({ check, range }) => (check === 'B3' && range !== null ? [range.low] : [])),
  };
}
