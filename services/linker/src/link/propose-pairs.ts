import {
  blockSizes,
  blockTables,
  chooseCaps,
  heavySources,
  hitInserts,
  hitTables,
  isSharable,
  largestBlockOf,
  manyInsert,
  type NumberedSource,
  pairedNodes,
  pairTables,
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
  /** Nodes that some pair has. */
  readonly pairedNodes: number;
};

/** Fills `lk_pair` and `lk_node`, within the budgets of each rule and of the run. @param nodesOf nodes by source */
export async function proposePairs(
  engine: LinkEngine,
  sources: readonly NumberedSource[],
  space: RuleSpace,
  nodesOf: ReadonlyMap<number, number>,
  onProgress: (progress: LinkProgress) => void,
  signal: AbortSignal,
): Promise<ProposedPairs> {
  // Evidence never proposes a pair, and neither does a rule that one file of one record a person alone has.
  const rules = space.rules.filter((rule) => isSharable(sources, rule));
  const total = rules.length + 1;
  const nodes = [...nodesOf.values()].reduce((sum, count) => sum + count, 0);
  await runAll(engine, hitTables(), signal);
  for (const [index, rule] of rules.entries()) {
    onProgress({ step: 'candidates', done: index, total });
    await runAll(engine, blockTables(sources, rule), signal);
    const [block] = await engine.rows(largestBlockOf());
    if (numberIn(block, 'nodes') > 2) await engine.run(manyInsert(sources, rule));
  }
  const blocks = new Map<number, SourceBlocks[]>(rules.map(({ position }) => [position, []]));
  for (const row of await engine.rows(blockSizes())) {
    blocks.get(numberIn(row, 'position'))?.push({
      source: numberIn(row, 'source'),
      n: numberIn(row, 'n'),
      nodes: numberIn(row, 'nodes'),
    });
  }
  const ofRules = rules.map(({ position }) => blocks.get(position) ?? []);
  const sizes = ofRules.map(sizesOf);
  const unbounded = chooseCaps(sizes, ruleBudget(nodes), Number.POSITIVE_INFINITY);
  const caps = chooseCaps(sizes, ruleBudget(nodes), totalBudget(nodes));
  onProgress({ step: 'candidates', done: rules.length, total });
  const capped: CappedRule[] = [];
  const aboveCap = new Map<number, number>();
  for (const [index, rule] of rules.entries()) {
    const cap = caps[index] ?? 0;
    const above = (sizes[index] ?? []).filter(({ n }) => n > cap);
    if (above.length > 0) {
      aboveCap.set(rule.position, cap);
      capped.push({
        rule: rule.code,
        largestBlock: cap,
        cappedValues: above.reduce((sum, { keys }) => sum + keys, 0),
        cappedNodes: above.reduce((sum, { n, keys }) => sum + n * keys, 0),
      });
    }
    await runAll(engine, hitInserts(rule, cap), signal);
  }
  await runAll(engine, [...pairTables(space, aboveCap), ...pairedNodes(sources)], signal);
  const [row] = await engine.rows('SELECT count(*) AS nodes FROM lk_node');
  return {
    capped,
    heavy: heavyUploads(sources, nodesOf, ofRules, unbounded),
    pairedNodes: numberIn(row, 'nodes'),
  };
}

function heavyUploads(
  sources: readonly NumberedSource[],
  nodesOf: ReadonlyMap<number, number>,
  blocks: readonly (readonly SourceBlocks[])[],
  caps: readonly number[],
): readonly HeavyUpload[] {
  const partnersOf = new Map<number, number>();
  for (const [index, ofRule] of blocks.entries()) {
    for (const { source, n, nodes } of ofRule) {
      if (n > (caps[index] ?? 0)) continue;
      partnersOf.set(source, (partnersOf.get(source) ?? 0) + nodes * (n - 1));
    }
  }
  const demands = [...nodesOf].map(([source, count]) => ({
    source,
    chances: count * (sources[source]?.pack.rules.length ?? 0),
    partners: partnersOf.get(source) ?? 0,
  }));
  return heavySources(demands).map(({ source, partners }) => ({
    uploadId: sources[source]?.uploadId ?? '',
    nodes: nodesOf.get(source) ?? 0,
    partners,
  }));
}
