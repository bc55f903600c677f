import { type NumberedSource, type SlotRange, tagsOfNodes } from '@credlink/linkage';
import { streamTags, type TagRows } from '@credlink/vault';
import type { LinkEngine } from './link-engine.ts';

/**
 * Tags of the nodes of a range of slots, in words of 16 bits. A node of several parts has a list of tags for each. Where
 * the next part of the node is and of which pack the part is stand before its list: one look-up fetches all of it, and
 * with millions of nodes each look-up costs as much as comparing some twenty tags.
 */
export type TagStore = {
  readonly from: number;
  /** By slot from `from` on: where its first part begins, + 1; 0 where it has none. */
  readonly first: Int32Array;
  words: Uint16Array;
};

/** Words before the list of a part: the beginning of the next part + 1, low half first, and its pack. */
export const PART_HEADER = 3;

export function nextPart(words: Uint16Array, part: number): number {
  return (words[part] ?? 0) | ((words[part + 1] ?? 0) << 16);
}

export function packOfPart(words: Uint16Array, part: number): number {
  return words[part + 2] ?? 0;
}

/** By how much a store grows whose nodes have more tags than was expected. */
const GROWTH = 1.25;

/** Room for short lists that are longer than the average. */
const SLACK_WORDS = 4096;

export function emptyStore({ from, to }: Pick<SlotRange, 'from' | 'to'>, words: number): TagStore {
  return {
    from,
    first: new Int32Array(Math.max(0, to - from)),
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
  const store = emptyStore(
    range,
    Math.ceil((range.to - range.from) * (wordsOfNode + PART_HEADER)) + SLACK_WORDS,
  );
  let end = 0;
  for await (const rows of streamTags(engine, tagsOfNodes(sources, range)))
    end = addRows(store, rows, packOf, end);
  return store;
}

/** Adds rows to a store; returns where the next ones go. */
function addRows(store: TagStore, rows: TagRows, packOf: readonly number[], at: number): number {
  let end = at;
  const most = at + rows.words.length + PART_HEADER * rows.owners.length;
  if (store.words.length < most) {
    const larger = new Uint16Array(Math.ceil(GROWTH * most));
    larger.set(store.words.subarray(0, at));
    store.words = larger;
  }
  for (let row = 0; row < rows.owners.length; row += 1) {
    const begin = rows.begins[row] ?? 0;
    const length = rows.lengths[row] ?? 0;
    const slot = (rows.owners[row] ?? 0) - store.from;
    const earlier = store.first[slot] ?? 0;
    store.words[end] = earlier;
    store.words[end + 1] = earlier >>> 16;
    store.words[end + 2] = packOf[rows.packs[row] ?? 0] ?? 0;
    store.words.set(rows.words.subarray(begin, begin + length), end + PART_HEADER);
    store.first[slot] = end + 1;
    end += PART_HEADER + length;
  }
  return end;
}
