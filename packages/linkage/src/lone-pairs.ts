import { type NodeNumbers, numberOf } from './node-units.ts';
import { chooseLoneCap, loneBudget } from './pair-budget.ts';

/** Pairs of one rule that were left out, because no other rule proposes them. */
export type LoneCut = {
  /** Place of the rule among the rules. */
  readonly rule: number;
  /** The most nodes of two files that still propose pairs by a value they share, between the two where fewest do. */
  readonly largestBlock: number;
  readonly leftOut: number;
};

export type LoneTally = {
  /** Counts a pair, by the place of its rule and by how many nodes of its two files share its value. */
  add(rule: number, a: number, b: number, n: number): void;
  /** Chooses what is left out, by rule. All pairs are to be counted before. */
  close(): readonly LoneCut[];
  isLeftOut(rule: number, a: number, b: number, n: number): boolean;
};

/**
 * Which pairs that one rule alone proposes are left out: those by the values that most nodes of its two
 * files share, where a rule proposes more of them between these two than their nodes allow.
 *
 * Claim: an upload uses up no budget but that of pairs with its own nodes. Rules, and the files that the two nodes of
 * a pair are of, have budgets of their own, which grow with the nodes of these files alone; and how common a value is
 * is told by how many nodes of these files bear it. So whatever one upload holds, other files' very values included, it
 * takes none of the lone pairs of others. Not claimed of the caps of rules and of the run (`chooseCaps`): there every
 * bearer counts, and what they leave out has an entry of its own. How many lone pairs there can be in all, `totalBudget`
 * says.
 *
 * @param sources of every node
 * @param nodesOf nodes by source
 */
export function createLoneTally(sources: NodeNumbers, nodesOf: ReadonlyMap<number, number>): LoneTally {
  const sourceCount = Math.max(0, ...nodesOf.keys()) + 1;
  /** By rule and two sources: pairs by how many nodes share their value. */
  const counts = new Map<number, Map<number, number>>();
  const caps = new Map<number, number>();

  function groupOf(rule: number, a: number, b: number): number {
    const [left, right] = [numberOf(sources, a), numberOf(sources, b)];
    return (rule * sourceCount + Math.min(left, right)) * sourceCount + Math.max(left, right);
  }

  function budgetOf(group: number): number {
    const [left, right] = [Math.floor(group / sourceCount) % sourceCount, group % sourceCount];
    return loneBudget((nodesOf.get(left) ?? 0) + (left === right ? 0 : (nodesOf.get(right) ?? 0)));
  }

  return {
    add: (rule, a, b, n) => {
      const group = groupOf(rule, a, b);
      let ofGroup = counts.get(group);
      if (ofGroup === undefined) {
        ofGroup = new Map();
        counts.set(group, ofGroup);
      }
      ofGroup.set(n, (ofGroup.get(n) ?? 0) + 1);
    },
    close: () => {
      const cuts = new Map<number, LoneCut>();
      for (const [group, ofGroup] of counts) {
        const blocks = [...ofGroup].sort(([one], [other]) => one - other).map(([n, pairs]) => ({ n, pairs }));
        const cap = chooseLoneCap(blocks, budgetOf(group));
        const leftOut = blocks.reduce((sum, { n, pairs }) => (n > cap ? sum + pairs : sum), 0);
        if (leftOut === 0) continue;
        caps.set(group, cap);
        const rule = Math.floor(group / sourceCount ** 2);
        const known = cuts.get(rule);
        const largestBlock = Math.min(cap, known?.largestBlock ?? cap);
        cuts.set(rule, { rule, largestBlock, leftOut: leftOut + (known?.leftOut ?? 0) });
      }
      counts.clear();
      return [...cuts.values()].sort((one, other) => one.rule - other.rule);
    },
    isLeftOut: (rule, a, b, n) =>
      caps.size > 0 && n > (caps.get(groupOf(rule, a, b)) ?? Number.POSITIVE_INFINITY),
  };
}
