import {
  createPairFold,
  type FoldedPairs,
  type FoldRule,
  keepHits,
  keepPairs,
  type LoneCut,
  type LoneTally,
  ownOfTag,
  ruleOfTag,
} from '@credlink/linkage';
import { insertColumns } from '@credlink/vault';
import type { HitStore } from './hit-store.ts';
import type { LinkEngine } from './link-engine.ts';

/**
 * Fills `lk_candidate` with the pairs that hits make, but for those of one rule alone that are left out, and `lk_paired` with
 * their nodes.
 *
 * @param nodes of the run
 * @param onFolded told, as it goes on, which share of the work is done
 * @param lone empty store: pairs of one rule alone, most of all pairs in large files, wait there until they are counted
 */
export async function foldPairs(
  engine: LinkEngine,
  store: HitStore,
  lone: HitStore,
  rules: readonly FoldRule[],
  tally: LoneTally,
  nodes: number,
  onFolded: (share: number) => void,
): Promise<readonly LoneCut[]> {
  const fold = createPairFold(rules);
  const insert = await insertColumns(engine, 'lk_candidate', [
    'INTEGER',
    'INTEGER',
    'UBIGINT',
    'INTEGER',
    'INTEGER',
    'INTEGER',
  ]);
  const isPaired = new Uint8Array(nodes);
  const put = ({ a, b, agreed, sg, sd, gd }: FoldedPairs, count: number): void => {
    if (count > 0) insert.add([a, b, agreed, sg, sd, gd], count);
    for (let place = 0; place < count; place += 1) {
      isPaired[a[place] ?? 0] = 1;
      isPaired[b[place] ?? 0] = 1;
    }
  };
  for await (const { hits, length, from, width } of store.ranges()) {
    const pairs = fold(hits, length, from, width);
    const { a, b, tags } = pairs;
    const count = keepPairs(pairs, (place) => {
      const rule = pairs.lone[place] ?? -1;
      if (rule < 0) return true;
      const tag = tags[place] ?? 0;
      tally.add(rule, a[place] ?? 0, b[place] ?? 0, ownOfTag(tag));
      lone.add(a[place] ?? 0, b[place] ?? 0, tag);
      return false;
    });
    put(pairs, count);
    await lone.settle();
    onFolded(Math.min(1, (from + width) / nodes) / 2);
  }
  const cuts = tally.close();
  for await (const { hits, length, from, width } of lone.ranges()) {
    const left = keepHits(hits, length, (a, b, tag) => !tally.isLeftOut(ruleOfTag(tag), a, b, ownOfTag(tag)));
    const pairs = fold(hits, left, from, width);
    put(pairs, pairs.count);
    onFolded((1 + Math.min(1, (from + width) / nodes)) / 2);
  }
  insert.finish();
  await insertPaired(engine, isPaired);
  return cuts;
}

/** Rows handed to the engine at once. */
const ROWS = 16_384;

async function insertPaired(engine: LinkEngine, isPaired: Uint8Array): Promise<void> {
  const insert = await insertColumns(engine, 'lk_paired', ['INTEGER', 'INTEGER']);
  const numbers = new Int32Array(ROWS);
  const slots = new Int32Array(ROWS);
  let slot = 0;
  let rows = 0;
  for (let node = 0; node < isPaired.length; node += 1) {
    if (isPaired[node] === 0) continue;
    numbers[rows] = node;
    slots[rows] = slot;
    slot += 1;
    rows += 1;
    if (rows < ROWS) continue;
    insert.add([numbers, slots], rows);
    rows = 0;
  }
  if (rows > 0) insert.add([numbers, slots], rows);
  insert.finish();
}
