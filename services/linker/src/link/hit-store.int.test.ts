import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HIT_WORDS } from '@credlink/linkage';
import { type Engine, openEngine } from '@credlink/vault';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHitStore } from './hit-store.ts';

let home: string;
let engine: Engine;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'credlink-hits-test-'));
  engine = await openEngine({ memoryLimit: '500MB', threads: 2, tempFolder: home, folders: [home] });
});
afterEach(async () => {
  await engine.close();
  await rm(home, { recursive: true, force: true });
});

const NODES = 50_000;
const RULES = 4;
const HITS_OF_RULE = 20_000;

/** Hits of some rules between nodes that lie anywhere. */
function hitsOf(rule: number): readonly (readonly [a: number, b: number, tag: number])[] {
  return Array.from({ length: HITS_OF_RULE }, (_, index) => {
    const a = (index * 7919 + rule * 104_729) % (NODES - 1);
    return [a, a + 1 + ((index * 31) % (NODES - 1 - a)), 256 + rule] as const;
  });
}

/** What comes back of all hits, and in which ranges. */
async function kept(heldBytes: number) {
  const store = await createHitStore(engine, 'hits', NODES, heldBytes, new AbortController().signal);
  for (let rule = 0; rule < RULES; rule += 1) {
    for (const hit of hitsOf(rule)) store.add(...hit);
    await store.settle();
  }
  const spilled = await engine.scalar('SELECT count(*) FROM hits', [], Number);
  const hits: string[] = [];
  const ends: number[] = [];
  let largest = 0;
  for await (const { hits: words, length, from, width } of store.ranges()) {
    for (let hit = 0; hit < length; hit += 1) {
      const [a = -1, b, tag] = words.subarray(HIT_WORDS * hit, HIT_WORDS * (hit + 1));
      if (a < from || a >= from + width) throw new RangeError('a hit of another range');
      hits.push(`${a}/${b}/${tag}`);
    }
    ends.push(from + width);
    largest = Math.max(largest, length);
  }
  return { spilled, hits: hits.sort(), ends, largest };
}

test('hits come back range by range, each once, however few may be held', async () => {
  const all = Array.from({ length: RULES }, (_, rule) => hitsOf(rule).map((hit) => hit.join('/')))
    .flat()
    .sort();
  const atOnce = await kept(2 ** 30);
  expect(atOnce.spilled).toBe(0);
  expect(atOnce.hits).toEqual(all);
  expect(atOnce.ends.length).toBeGreaterThan(10);
  // Room for the hits of one rule and a half, and for less than those of one range, which then comes in shorter ones.
  for (const { held, isShort } of [
    { held: 30_000, isShort: false },
    { held: 1000, isShort: true },
  ]) {
    const { spilled, hits, ends, largest } = await kept(12 * held);
    expect(spilled).toBeGreaterThan(HITS_OF_RULE);
    expect(hits).toEqual(atOnce.hits);
    if (!isShort) expect(ends).toEqual(atOnce.ends);
    else expect(ends.filter((end) => atOnce.ends.includes(end))).toEqual(atOnce.ends);
    expect(largest).toBeLessThan(isShort ? 2 * held : atOnce.largest + 1);
  }
});
