import type { Bounded, Fact } from './audit-ranges.ts';
import type { Block } from './blocks.ts';
import type { Sum } from './group-system.ts';
import type { LinearProgram } from './linear-program.ts';

/** Everything that bounds the groups of a block, one column a group in the block's order. */
export function programOf({ low, high, sums, facts = [] }: Bounded, block: Block): LinearProgram {
  const column = new Map(block.groups.map((group, c) => [group, c]));
  return {
    lower: Float64Array.from(block.groups, (group) => low[group] ?? 0),
    upper: Float64Array.from(block.groups, (group) => high[group] ?? 0),
    rows: [
      ...block.sums.flatMap((s) => sums[s] ?? []).map(factOf),
      ...block.facts.flatMap((f) => facts[f] ?? []),
    ].map(({ groups, factors, least, most }) => {
      const columns: number[] = [];
      const values: number[] = [];
      let known = 0;
      for (const [i, group] of groups.entries()) {
        const c = column.get(group);
        const factor = factors[i] ?? 0;
        if (c === undefined) known += factor * (low[group] ?? 0);
        else {
          columns.push(c);
          values.push(factor);
        }
      }
      return { columns, values, least: least - known, most: most - known };
    }),
  };
}

function factOf({ parent, children }: Sum): Fact {
  return { groups: [parent, ...children], factors: [-1, ...children.map(() => 1)], least: 0, most: 0 };
}
