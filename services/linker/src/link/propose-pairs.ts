import {
  blockSizes,
  chooseCaps,
  heavySources,
  hitInserts,
  hitTables,
  type OrderedSources,
  type RuleSpace,
  ruleBudget,
  type SourceBlocks,
  sizesOf,
  totalBudget,
} from '@credlink/linkage';
import { type LinkEngine, numberIn, runAll } from './link-engine.ts';
import type { LinkProgress } from './link-progress.ts';
import type { CappedRule, HeavyUpload } from './link-quality.ts';

export type ProposedPairs = {
  readonly capped: readonly CappedRule[];
  readonly heavy: readonly HeavyUpload[];
};

/** Fills `lk_hit` and `lk_common`, within the budgets of each rule and of the run. */
export async function proposePairs(
  engine: LinkEngine,
  ordered: OrderedSources,
  { rules }: RuleSpace,
  onProgress: (progress: LinkProgress) => void,
  signal: AbortSignal,
): Promise<ProposedPairs> {
  const total = 2 * rules.length;
  const nodesOf = new Map<number, number>();
  for (const row of await engine.rows('SELECT source, count(*) AS nodes FROM lk_node GROUP BY source')) {
    nodesOf.set(numberIn(row, 'source'), numberIn(row, 'nodes'));
  }
  const nodes = [...nodesOf.values()].reduce((sum, count) => sum + count, 0);
  const blocks: (readonly SourceBlocks[])[] = [];
  for (const [index, rule] of rules.entries()) {
    signal.throwIfAborted();
    onProgress({ step: 'candidates', done: index, total });
    blocks.push(
      (await engine.rows(blockSizes(rule))).map((row) => ({
        source: numberIn(row, 'source'),
        n: numberIn(row, 'n'),
        nodes: numberIn(row, 'nodes'),
      })),
    );
  }
  // Evidence never proposes a pair: of all its values none is below the cap.
  const sizes = blocks.map(sizesOf);
  const proposing = sizes.map((ofRule, index) => (rules[index]?.role === 'candidate' ? ofRule : []));
  const unbounded = chooseCaps(proposing, ruleBudget(nodes), Number.POSITIVE_INFINITY);
  const caps = chooseCaps(proposing, ruleBudget(nodes), totalBudget(nodes));
  const partnersOf = new Map<number, number>();
  for (const [index, ofRule] of blocks.entries()) {
    for (const { source, n, nodes: sharing } of ofRule) {
      if (rules[index]?.role === 'evidence' || n > (unbounded[index] ?? 0)) continue;
      partnersOf.set(source, (partnersOf.get(source) ?? 0) + sharing * (n - 1));
    }
  }
  const demands = [...nodesOf].map(([source, count]) => ({
    source,
    chances: count * (ordered.sources[source]?.pack.rules.length ?? 0),
    partners: partnersOf.get(source) ?? 0,
  }));
  await runAll(engine, hitTables(), signal);
  const capped: CappedRule[] = [];
  for (const [index, rule] of rules.entries()) {
    onProgress({ step: 'candidates', done: rules.length + index, total });
    const ofRule = sizes[index] ?? [];
    const cap = rule.role === 'candidate' ? (caps[index] ?? 0) : 0;
    if (ofRule.length === 0) continue;
    const above = ofRule.filter(({ n }) => n > cap);
    if (rule.role === 'candidate' && above.length > 0) {
      capped.push({
        rule: rule.code,
        largestBlock: cap,
        cappedValues: above.reduce((sum, { keys }) => sum + keys, 0),
        cappedNodes: above.reduce((sum, { n, keys }) => sum + n * keys, 0),
      });
    }
    await runAll(engine, hitInserts(rule, cap), signal);
  }
  const heavy = heavySources(demands).map(({ source, partners }) => ({
    uploadId: ordered.sources[source]?.uploadId ?? '',
    nodes: nodesOf.get(source) ?? 0,
    partners,
  }));
  return { capped, heavy };
}
