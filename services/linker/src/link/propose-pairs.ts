import {
  type BlockPairs,
  blockSizes,
  blockTables,
  candidateTable,
  chooseCaps,
  chooseLoneCap,
  heavySources,
  hitInserts,
  hitTables,
  isSharable,
  largestBlockOf,
  loneBudget,
  loneSizes,
  manyInsert,
  type NumberedSource,
  pairedNodes,
  pairTables,
  type RuleSpace,
  ruleBudget,
  type SourceBlocks,
  type SpaceRule,
  sizesOf,
  totalBudget,
} from '@credlink/linkage';
import { type LinkEngine, numberIn, runAll } from './link-engine.ts';
import type { LinkProgress } from './link-progress.ts';
import type { CappedRule, HeavyUpload, LoneRule } from './link-quality.ts';

export type ProposedPairs = {
  readonly capped: readonly CappedRule[];
  readonly lone: readonly LoneRule[];
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
  await runAll(engine, candidateTable(space, aboveCap), signal);
  const { loneCaps, lone } = await capLonePairs(engine, rules, loneBudget(nodes));
  await runAll(engine, [...pairTables(space, aboveCap, loneCaps), ...pairedNodes(sources)], signal);
  const [row] = await engine.rows('SELECT count(*) AS nodes FROM lk_node');
  return {
    capped,
    lone,
    heavy: heavyUploads(sources, nodesOf, ofRules, unbounded),
    pairedNodes: numberIn(row, 'nodes'),
  };
}

/** Which pairs that one rule alone proposes are left out: those by the values that most nodes share. */
async function capLonePairs(
  engine: LinkEngine,
  rules: readonly SpaceRule[],
  budget: number,
): Promise<{ loneCaps: ReadonlyMap<number, number>; lone: readonly LoneRule[] }> {
  const blocks = new Map<number, BlockPairs[]>(rules.map(({ position }) => [position, []]));
  for (const row of await engine.rows(loneSizes()))
    blocks.get(numberIn(row, 'position'))?.push({ n: numberIn(row, 'n'), pairs: numberIn(row, 'pairs') });
  const loneCaps = new Map<number, number>();
  const lone: LoneRule[] = [];
  for (const { position, code } of rules) {
    const ofRule = blocks.get(position) ?? [];
    const cap = chooseLoneCap(ofRule, budget);
    const leftOut = ofRule.reduce((sum, { n, pairs }) => (n > cap ? sum + pairs : sum), 0);
    if (leftOut === 0) continue;
    loneCaps.set(position, cap);
    lone.push({ rule: code, largestBlock: cap, leftOut });
  }
  return { loneCaps, lone };
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
