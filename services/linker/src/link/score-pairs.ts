import {
  cascadeTables,
  type Estimates,
  emissionsOf,
  estimate,
  excuseRefused,
  linkTable,
  type NumberedSource,
  nodeCounts,
  nodeTables,
  numberSources,
  type OrderedSources,
  type PairType,
  pairTypesOf,
  patternCounts,
  patternTables,
  type RuleSpace,
  type SourceContent,
  seriesFigures,
  sourceTables,
  weightInserts,
  weightTable,
} from '@credlink/linkage';
import { comparePairs } from './compare-pairs.ts';
import { fromAllocation } from './from-allocation.ts';
import { type LinkEngine, numberIn, runAll } from './link-engine.ts';
import type { LinkProgress } from './link-progress.ts';
import type { CappedRule, HeavyUpload, LoneRule } from './link-quality.ts';
import { lookAgain, patternCountIn } from './look-again.ts';
import { proposePairs } from './propose-pairs.ts';
import type { NodesOfUnit } from './read-estimates.ts';

export type ScoredPairs = {
  readonly estimates: Estimates;
  readonly sources: readonly NumberedSource[];
  readonly nodes: number;
  readonly nodesByUnit: readonly NodesOfUnit[];
  readonly pairTypes: readonly PairType[];
  readonly capped: readonly CappedRule[];
  readonly lone: readonly LoneRule[];
  readonly heavy: readonly HeavyUpload[];
};

/** Fills `lk_link` with every candidate pair and its weight, and `lk_cascade` with the baseline's links. */
export async function scorePairs(
  engine: LinkEngine,
  ordered: OrderedSources,
  space: RuleSpace,
  heldBytes: number,
  onProgress: (progress: LinkProgress) => void,
  signal: AbortSignal,
): Promise<ScoredPairs> {
  onProgress({ step: 'nodes', done: 0, total: 1 });
  const sources = await readSources(engine, ordered);
  await runAll(engine, [...sourceTables(space, sources), ...nodeTables(space, sources)], signal);
  const nodes = (await engine.rows(nodeCounts(sources))).map((row) => ({
    source: numberIn(row, 'source'),
    series: numberIn(row, 'series'),
    unit: numberIn(row, 'unit'),
    nodes: numberIn(row, 'nodes'),
  }));
  const nodesOf = sumBy(nodes, ({ source }) => source);
  const proposed = await proposePairs(engine, sources, space, nodesOf, heldBytes, onProgress, signal).catch(
    (error: unknown) => {
      throw fromAllocation(error);
    },
  );
  onProgress({ step: 'patterns', done: 0, total: 1 });
  const { pairedNodes } = proposed;
  await comparePairs(
    engine,
    sources,
    space,
    { seriesCount: ordered.series.length, pairedNodes, tagBytes: heldBytes },
    signal,
  );
  await runAll(engine, [...patternTables(space), ...cascadeTables()], signal);
  onProgress({ step: 'model', done: 0, total: 1 });
  const nodesBySeries = sumBy(nodes, ({ series }) => series);
  const counts = (await engine.rows(patternCounts())).map(patternCountIn);
  const levels = new Set(space.rules.flatMap((rule) => rule.levels));
  const units = nodes.filter(({ unit }) => unit >= 0);
  const pairTypes = pairTypesOf(nodesBySeries, units, ordered);
  const estimates = estimate({
    counts,
    pairTypes,
    series: seriesFigures(ordered, levels, nodesBySeries),
    isUsed: (level) => levels.has(level),
  });
  await runAll(engine, [weightTable(), ...weightInserts(counts, estimates.logOdds), linkTable()], signal);
  await lookAgain(engine, estimates, units, ordered.series.length, signal);
  await runAll(engine, excuseRefused(), signal);
  const { capped, lone, heavy } = proposed;
  const total = [...nodesOf.values()].reduce((sum, count) => sum + count, 0);
  return { estimates, sources, nodes: total, nodesByUnit: nodes, pairTypes, capped, lone, heavy };
}

async function readSources(engine: LinkEngine, ordered: OrderedSources): Promise<readonly NumberedSource[]> {
  const contents: SourceContent[] = [];
  for (const source of ordered.sources) {
    const sets = (await engine.rows(emissionsOf(source))).map((row) => ({
      low: wordIn(row, 'low'),
      high: wordIn(row, 'high'),
      subjects: numberIn(row, 'subjects'),
    }));
    contents.push({
      subjects: sets.reduce((sum, { subjects }) => sum + subjects, 0),
      emissions: sets,
    });
  }
  return numberSources(ordered, contents);
}

function wordIn(row: Readonly<Record<string, unknown>>, column: string): bigint {
  const value = row[column];
  if (typeof value !== 'number' && typeof value !== 'bigint')
    throw new TypeError(`column ${column} holds no number`);
  return BigInt(value);
}

function sumBy(
  nodes: readonly { readonly source: number; readonly series: number; readonly nodes: number }[],
  key: (entry: { readonly source: number; readonly series: number }) => number,
): ReadonlyMap<number, number> {
  const sums = new Map<number, number>();
  for (const entry of nodes) sums.set(key(entry), (sums.get(key(entry)) ?? 0) + entry.nodes);
  return sums;
}
