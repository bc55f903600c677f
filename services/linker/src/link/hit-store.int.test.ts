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

/** A hit, and what folding it takes. */
const BYTES_OF_FOLDED = 74;

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
  for (const { heldBytes, isShort } of [
    { heldBytes: 12 * 50_000, isShort: false },
    { heldBytes: BYTES_OF_FOLDED * 1000, isShort: true },
  ]) {
    const { spilled, hits, ends, largest } = await kept(heldBytes);
    expect(spilled).toBeGreaterThan(HITS_OF_RULE);
    expect(hits).toEqual(atOnce.hits);
    if (!isShort) expect(ends).toEqual(atOnce.ends);
    else expect(ends.filter((end) => atOnce.ends.includes(end))).toEqual(atOnce.ends);
    expect(largest).toBeLessThanOrEqual(isShort ? 1000 : atOnce.largest);
  }
});

test('a node of more hits than can be folded comes in parts, all hits between two nodes in one', async () => {
  const bytes = BYTES_OF_FOLDED * 500;
  const store = await createHitStore(engine, 'hits', NODES, bytes, new AbortController().signal);
  const all = new Set<string>();
  for (let other = 101; other <= 2100; other += 1) {
    for (const tag of [1, 2]) {
      store.add(100, other, tag);
      all.add(`100/${other}/${tag}`);
    }
  }
  // Fewer than may be held, in all: what counts is how many are of one range.
  for (const a of [99, 101]) {
    store.add(a, 5000, 1);
    all.add(`${a}/5000/1`);
  }
  const found = new Set<string>();
  const partOf = new Map<string, number>();
  let parts = 0;
  for await (const { hits, length, from, width } of store.ranges()) {
    expect(length).toBeLessThan(700);
    for (let hit = 0; hit < length; hit += 1) {
      const [a = -1, b, tag] = hits.subarray(HIT_WORDS * hit, HIT_WORDS * (hit + 1));
      expect(a >= from && a < from + width).toBe(true);
      found.add(`${a}/${b}/${tag}`);
      expect(partOf.get(`${a}/${b}`) ?? parts).toBe(parts);
      partOf.set(`${a}/${b}`, parts);
    }
    parts += 1;
  }
  expect(found).toEqual(all);
});
