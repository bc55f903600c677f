import { randomUUID } from 'node:crypto';
import {
  comparedInsert,
  comparedTable,
  type NumberedSource,
  nodesAt,
  pairsBetween,
  type RuleSpace,
  type SlotRange,
  wordsOfTags,
} from '@credlink/linkage';
import { countWords, registerPairFunction } from '@credlink/vault';
import { evidenceOf } from './common-rules.ts';
import { createEvidence } from './evidence.ts';
import { type LinkEngine, numberIn, runAll } from './link-engine.ts';
import { PART_HEADER } from './tag-store.ts';

const WORD_BYTES = 2;

/** Of a slot: its place in the store, and what stands before its list. */
const BYTES_OF_SLOT = 4 + WORD_BYTES * PART_HEADER;

/** Values of one rule in one record, at most, as a rule. */
const TYPICAL_VALUES = 2;

/** Subjects of a source whose lists are measured: numbered by digest, they are as random as any. */
const MEASURED_SUBJECTS = 10_000;

export type ComparedSizes = {
  readonly seriesCount: number;
  /** Nodes that some pair has. */
  readonly pairedNodes: number;
  /** Of tags held at once, in one range of nodes or in two: what a run needs beside the memory of the engine. */
  readonly tagBytes: number;
};

/** Fills `lk_compared`: what candidate tokens say of a pair, and what evidence tags add to it. */
export async function comparePairs(
  engine: LinkEngine,
  sources: readonly NumberedSource[],
  space: RuleSpace,
  { seriesCount, pairedNodes: slots, tagBytes }: ComparedSizes,
  signal: AbortSignal,
): Promise<void> {
  await runAll(engine, [comparedTable()], signal);
  if (!space.rules.some(({ role }) => role === 'evidence')) {
    await runAll(engine, [comparedInsert(space, seriesCount, null, null)], signal);
    return;
  }
  const typical = typicalWords(sources);
  const words = slots <= mostSlots(typical, tagBytes) ? typical : await wordsOfNode(engine, sources);
  const ranges = await rangesOf(engine, slots, mostSlots(words, tagBytes));
  const evidence = createEvidence(space, sources, words);
  const name = `evidence_${randomUUID().replaceAll('-', '')}`;
  registerPairFunction(engine, name, evidence.compare);
  for (const [index, left] of ranges.entries()) {
    // The smaller node of a pair comes first.
    for (const right of ranges.slice(index)) {
      signal.throwIfAborted();
      const isAll = ranges.length === 1;
      if (!isAll && !(await hasPairs(engine, left, right))) continue;
      await evidence.load(engine, left, right);
      await engine.run(comparedInsert(space, seriesCount, name, isAll ? null : [left, right]));
    }
  }
}

async function hasPairs(engine: LinkEngine, left: SlotRange, right: SlotRange): Promise<boolean> {
  const [row] = await engine.rows(pairsBetween(left, right));
  return numberIn(row, 'pairs') > 0;
}

/** More words than the list of nearly any subject has. */
function typicalWords(sources: readonly NumberedSource[]): number {
  const rules = Math.max(0, ...sources.map(({ pack }) => evidenceOf(pack).length));
  return countWords(rules) + TYPICAL_VALUES * rules;
}

function mostSlots(words: number, tagBytes: number): number {
  return Math.max(1, Math.floor(tagBytes / (WORD_BYTES * words + BYTES_OF_SLOT)));
}

/** Words of a list of tags in the source with the longest ones, on average. */
async function wordsOfNode(engine: LinkEngine, sources: readonly NumberedSource[]): Promise<number> {
  let most = 1;
  for (const source of sources) {
    const [row] = await engine.rows(wordsOfTags(source, MEASURED_SUBJECTS));
    most = Math.max(most, numberIn(row, 'words'));
  }
  return most;
}

/** All slots at once where their tags fit, else ranges of which two do. */
async function rangesOf(engine: LinkEngine, slots: number, most: number): Promise<readonly SlotRange[]> {
  const width = slots <= most ? slots : Math.max(1, Math.floor(most / 2));
  const starts = Array.from({ length: Math.ceil(slots / Math.max(1, width)) }, (_, index) => index * width);
  if (starts.length === 0) return [];
  const nodes = (await engine.rows(nodesAt(starts))).map((row) => numberIn(row, 'nid'));
  return starts.map((from, index) => ({
    from,
    to: Math.min(slots, from + width),
    firstNode: nodes[index] ?? 0,
    endNode: nodes[index + 1] ?? Number.POSITIVE_INFINITY,
  }));
}
