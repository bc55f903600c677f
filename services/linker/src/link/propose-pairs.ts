import {
  candidateTables,
  chooseCap,
  chooseCaps,
  createLoneTally,
  type FoldRule,
  heavySources,
  isSharable,
  type NumberedSource,
  pairedNodes,
  pairedTable,
  pairTables,
  type RuleSpace,
  rarityOf,
  ruleBudget,
  type SpaceRule,
  sizesOf,
  totalBudget,
} from '@credlink/linkage';
import { wordsOf } from './common-rules.ts';
import { foldPairs } from './fold-pairs.ts';
import { createHitStore } from './hit-store.ts';
import { type LinkEngine, numberIn, runAll } from './link-engine.ts';
import type { LinkProgress } from './link-progress.ts';
import type { CappedRule, HeavyUpload, LoneRule } from './link-quality.ts';
import { readUnits } from './read-units.ts';
import { createSharing, type SharedRule } from './share-values.ts';

export type ProposedPairs = {
  readonly capped: readonly CappedRule[];
  readonly lone: readonly LoneRule[];
  readonly heavy: readonly HeavyUpload[];
  /** Nodes that some pair has. */
  readonly pairedNodes: number;
};

/** At 1M x 1M finding the hits of 23 rules takes six CPU seconds, folding them two. */
const FOLDING_STEPS = 8;

/**
 * Fills `lk_pair` and `lk_node`, within the budgets of each rule and of the run.
 *
 * @param nodesOf nodes by source
 * @param heldBytes of values held at once, beside the memory of the engine
 */
export async function proposePairs(
  engine: LinkEngine,
  sources: readonly NumberedSource[],
  space: RuleSpace,
  nodesOf: ReadonlyMap<number, number>,
  heldBytes: number,
  onProgress: (progress: LinkProgress) => void,
  signal: AbortSignal,
): Promise<ProposedPairs> {
  // Evidence never proposes a pair, and neither does a rule that one file of one record a person alone has.
  const rules = space.rules.filter((rule) => isSharable(sources, rule));
  const total = rules.length + FOLDING_STEPS;
  const nodes = [...nodesOf.values()].reduce((sum, count) => sum + count, 0);
  await runAll(engine, [...candidateTables(), pairedTable()], signal);
  const units = await readUnits(engine, sources);
  const storeOf = (table: string) =>
    createHitStore(engine, table, units.units.byNode.length, heldBytes, signal);
  const store = await storeOf('lk_hit');
  const sharing = await createSharing(engine, sources, units, store, heldBytes, signal);
  const placed = rules.map((rule, place) => ({ rule, place }));
  const shared: SharedRule[] = [];
  for (const one of placed) {
    onProgress({ step: 'candidates', done: one.place, total });
    shared.push(await sharing.share(one, (blocks) => chooseCap(sizesOf(blocks), ruleBudget(nodes))));
  }
  onProgress({ step: 'candidates', done: rules.length, total });
  const sizes = shared.map(({ blocks }) => sizesOf(blocks));
  const caps = chooseCaps(sizes, ruleBudget(nodes), totalBudget(nodes));
  const capped: CappedRule[] = [];
  const aboveCap = new Map<number, number>();
  for (const one of placed) {
    const cap = caps[one.place] ?? 0;
    const above = (sizes[one.place] ?? []).filter(({ n }) => n > cap);
    if (above.length === 0) continue;
    // Where all rules together are above the budget of the run, few rules have to give way: they are looked at again.
    // Values of two nodes are hits all the same, so a cap below two lets nothing else go than a cap of two.
    if (Math.max(2, cap) < (shared[one.place]?.cap ?? 0)) await sharing.lower(one, cap);
    aboveCap.set(one.rule.position, cap);
    capped.push({
      rule: one.rule.code,
      largestBlock: cap,
      cappedValues: above.reduce((sum, { keys }) => sum + keys, 0),
      cappedNodes: above.reduce((sum, { n, keys }) => sum + n * keys, 0),
    });
  }
  const foldRules = rules.map((rule, place) => foldRuleOf(rule, caps[place] ?? 0));
  const cuts = await foldPairs(
    engine,
    store,
    await storeOf('lk_lone'),
    foldRules,
    createLoneTally(units.sources, nodesOf),
    units.units.byNode.length,
    (share) =>
      onProgress({
        step: 'candidates',
        done: rules.length + Math.floor(FOLDING_STEPS * share),
        total,
      }),
  );
  await runAll(engine, [...pairTables(space, aboveCap), ...pairedNodes(sources)], signal);
  const [row] = await engine.rows('SELECT count(*) AS nodes FROM lk_node');
  return {
    capped,
    lone: cuts.map(({ rule, largestBlock, leftOut }) => ({
      rule: rules[rule]?.code ?? 0,
      largestBlock,
      leftOut,
    })),
    heavy: heavyUploads(sources, nodesOf, shared),
    pairedNodes: numberIn(row, 'nodes'),
  };
}

function foldRuleOf(rule: SpaceRule, cap: number): FoldRule {
  const [low, high] = wordsOf(rule.levelBits);
  return { low, high, rarity: rarityOf(rule), cap };
}

function heavyUploads(
  sources: readonly NumberedSource[],
  nodesOf: ReadonlyMap<number, number>,
  rules: readonly SharedRule[],
): readonly HeavyUpload[] {
  const partnersOf = new Map<number, number>();
  for (const { blocks, cap } of rules) {
    for (const { source, n, nodes } of blocks) {
      if (n > cap) continue;
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
