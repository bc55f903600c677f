import { type NumberedSource, type SlotRange, tagsOfNodes } from '@credlink/linkage';
import { streamTags, type TagRows } from '@credlink/vault';
import type { LinkEngine } from './link-engine.ts';

/** Tags of the nodes of a range of slots. A node of several parts has a list of tags for each. */
export type TagStore = {
  readonly from: number;
  /** By slot from `from` on: its first part + 1; 0 where it has none. */
  readonly first: Int32Array;
  /** By part: the next part of the same node + 1, its pack, where its words begin. */
  readonly next: number[];
  readonly pack: number[];
  readonly begin: number[];
  words: Uint16Array;
};

/** By how much a store grows whose nodes have more tags than was expected. */
const GROWTH = 1.25;

/** Room for short lists that are longer than the average. */
const SLACK_WORDS = 4096;

export function emptyStore({ from, to }: Pick<SlotRange, 'from' | 'to'>, words: number): TagStore {
  return {
    from,
    first: new Int32Array(Math.max(0, to - from)),
    next: [],
    pack: [],
    begin: [],
    words: new Uint16Array(words),
  };
}

/**
 * Reads the tags of the nodes of a range.
 *
 * @param packOf number of the pack of each source
 * @param wordsOfNode expected; more cost time, not correctness
 */
export async function readTags(
  engine: LinkEngine,
  sources: readonly NumberedSource[],
  packOf: readonly number[],
  range: SlotRange,
  wordsOfNode: number,
): Promise<TagStore> {
  const store = emptyStore(range, Math.ceil((range.to - range.from) * wordsOfNode) + SLACK_WORDS);
  let end = 0;
  for await (const rows of streamTags(engine, tagsOfNodes(sources, range)))
    end = addRows(store, rows, packOf, end);
  return store;
}

/** Adds rows to a store; returns where the next ones go. */
function addRows(store: TagStore, rows: TagRows, packOf: readonly number[], at: number): number {
  let end = at;
  if (store.words.length < at + rows.words.length) {
    const larger = new Uint16Array(Math.ceil(GROWTH * (at + rows.words.length)));
    larger.set(store.words.subarray(0, at));
    store.words = larger;
  }
  for (let row = 0; row < rows.owners.length; row += 1) {
    const begin = rows.begins[row] ?? 0;
    const length = rows.lengths[row] ?? 0;
    store.words.set(rows.words.subarray(begin, begin + length), end);
    const slot = (rows.owners[row] ?? 0) - store.from;
    store.next.push(store.first[slot] ?? 0);
    store.pack.push(packOf[rows.packs[row] ?? 0] ?? 0);
    store.begin.push(end);
    store.first[slot] = store.begin.length;
    end += length;
  }
  return end;
}
