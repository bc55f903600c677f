import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { candidateTables, createLoneTally, hitTag, nodeNumbers, pairedTable } from '@credlink/linkage';
import { type Engine, openEngine } from '@credlink/vault';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { foldPairs } from './fold-pairs.ts';
import { createHitStore } from './hit-store.ts';
import { runAll } from './link-engine.ts';

let home: string;
let engine: Engine;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'credlink-fold-test-'));
  engine = await openEngine({ memoryLimit: '500MB', threads: 2, tempFolder: home, folders: [home] });
});
afterEach(async () => {
  await engine.close();
  await rm(home, { recursive: true, force: true });
});

const NODES = 50_000;

/** Folds a hit of each node with the next one, by one rule alone. */
async function foldAll(heldBytes: number, signal: AbortSignal, onFolded: (share: number) => void) {
  await runAll(engine, [...candidateTables(), pairedTable()], signal);
  const [store, lone] = [
    await createHitStore(engine, 'hits', NODES, heldBytes, signal),
    await createHitStore(engine, 'lone', NODES, heldBytes, signal),
  ];
  for (let a = 0; a < NODES - 1; a += 1) store.add(a, a + 1, hitTag(0, 2, 2));
  const tally = createLoneTally(nodeNumbers(new Int32Array(NODES)), new Map([[0, NODES]]));
  const rules = [{ low: 1, high: 0, rarity: null, cap: 2 }];
  await foldPairs(engine, store, lone, rules, tally, NODES, onFolded);
}

const HELD = [
  { held: 'in memory', heldBytes: 2 ** 30 },
  { held: 'spilled', heldBytes: 12_000 },
];

test.each(HELD)(
  'a timer that comes due while hits $held are folded ends it within a range',
  async ({ heldBytes }) => {
    const whole: number[] = [];
    await foldAll(heldBytes, new AbortController().signal, (share) => whole.push(share));
    expect(await engine.scalar('SELECT count(*) FROM lk_candidate', [], Number)).toBe(NODES - 1);
    expect(whole).toEqual(whole.toSorted((one, other) => one - other));
    expect(whole.at(-1)).toBe(1);

    const cancel = new AbortController();
    const cancelled: number[] = [];
    const folding = foldAll(heldBytes, cancel.signal, (share) => {
      if (cancelled.length === 0) setImmediate(() => cancel.abort(new Error('cancelled')));
      cancelled.push(share);
    });
    await expect(folding).rejects.toThrow('cancelled');
    expect(cancelled).toEqual(whole.slice(0, cancelled.length));
    expect(cancelled.length).toBeLessThan(3);
  },
);

test('a cancel ends the spilling of hits too', async () => {
  const cancel = new AbortController();
  const store = await createHitStore(engine, 'hits', NODES, 12, cancel.signal);
  for (let a = 0; a < NODES - 1; a += 1) store.add(a, a + 1, hitTag(0, 2, 2));
  setImmediate(() => cancel.abort(new Error('cancelled')));
  await expect(store.settle()).rejects.toThrow('cancelled');
});
