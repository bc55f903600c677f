import type { Bounded } from './audit-ranges.ts';
import type { RangeTarget } from './range-target.ts';

/** Groups that no sum and no target ties to others: a program of their own. */
export type Block = {
  /** Groups whose value is not known. */
  readonly groups: readonly number[];
  readonly sums: readonly number[];
  readonly facts: readonly number[];
  readonly targets: readonly RangeTarget[];
};

export function blocksOf({ sums, facts = [], low, high }: Bounded, targets: readonly RangeTarget[]): Block[] {
  const isOpen = (group: number): boolean => low[group] !== high[group];
  const roots = Int32Array.from(low, (_, group) => group);
  const rootOf = (group: number): number => {
    let root = group;
    while (roots[root] !== root) root = roots[root] ?? root;
    for (let at = group; at !== root; ) {
      const next = roots[at] ?? root;
      roots[at] = root;
      at = next;
    }
    return root;
  };
  const tie = (groups: readonly number[]): void => {
    const [first, ...rest] = groups.filter(isOpen);
    if (first === undefined) return;
    for (const group of rest) roots[rootOf(group)] = rootOf(first);
  };
  for (const { parent, children } of sums) tie([parent, ...children]);
  for (const { groups } of facts) tie(groups);
  for (const { form } of targets) tie(form.groups);
  const blocks = new Map<
    number,
    { groups: number[]; sums: number[]; facts: number[]; targets: RangeTarget[] }
  >();
  for (let group = 0; group < low.length; group += 1) {
    if (!isOpen(group)) continue;
    const root = rootOf(group);
    const block = blocks.get(root) ?? { groups: [], sums: [], facts: [], targets: [] };
    block.groups.push(group);
    blocks.set(root, block);
  }
  const blockOf = (groups: readonly number[]) => {
    const open = groups.find(isOpen);
    return open === undefined ? undefined : blocks.get(rootOf(open));
  };
  for (const [s, { parent, children }] of sums.entries()) blockOf([parent, ...children])?.sums.push(s);
  for (const [f, { groups }] of facts.entries()) blockOf(groups)?.facts.push(f);
  for (const target of targets) blockOf(target.form.groups)?.targets.push(target);
  return [...blocks.values()];
}
