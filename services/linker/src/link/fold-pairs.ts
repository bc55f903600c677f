import {
  createPairFold,
  type FoldedPairs,
  type FoldRule,
  hitTag,
  keepHits,
  keepPairs,
  type LoneCut,
  type LoneTally,
  ruleOfTag,
  sizeOfTag,
} from '@credlink/linkage';
import { insertColumns } from '@credlink/vault';
import type { HitStore } from './hit-store.ts';
import type { LinkEngine } from './link-engine.ts';

/**
 * Fills `lk_candidate` with the pairs that hits make, but for those of one rule alone that are left out.
 *
 * @param lone empty store: pairs of one rule alone, most of all pairs in large files, wait there until they are counted
 */
export async function foldPairs(
  engine: LinkEngine,
  store: HitStore,
  lone: HitStore,
  rules: readonly FoldRule[],
  tally: LoneTally,
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
  const put = ({ a, b, agreed, sg, sd, gd }: FoldedPairs, count: number): void => {
    if (count > 0) insert.add([a, b, agreed, sg, sd, gd], count);
  };
  for await (const { hits, length, from, width } of store.ranges()) {
    const pairs = fold(hits, length, from, width);
    const { a, b, n } = pairs;
    const count = keepPairs(pairs, (place) => {
      const rule = pairs.lone[place] ?? -1;
      if (rule < 0) return true;
      tally.add(rule, a[place] ?? 0, b[place] ?? 0, n[place] ?? 0);
      lone.add(a[place] ?? 0, b[place] ?? 0, hitTag(rule, n[place] ?? 0));
      return false;
    });
    put(pairs, count);
    await lone.settle();
  }
  const cuts = tally.close();
  for await (const { hits, length, from, width } of lone.ranges()) {
    const left = keepHits(
      hits,
      length,
      (a, b, tag) => !tally.isLeftOut(ruleOfTag(tag), a, b, sizeOfTag(tag)),
    );
    const pairs = fold(hits, left, from, width);
    put(pairs, pairs.count);
  }
  insert.finish();
  return cuts;
}
