import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '@credlink/runtime';
import { openEngine } from '@credlink/vault';
import { expect, test } from 'vitest';
import { makeBlur } from './make-blur.ts';

/** Seeds by the persons' keys, where a run numbers persons so. */
async function seedsOf(
  persons: Readonly<Record<number, number>>,
  key: number,
): Promise<ReadonlyMap<number, string>> {
  const tempFolder = await mkdtemp(join(tmpdir(), 'credlink-blur-'));
  const engine = await openEngine({ memoryLimit: '256MB', threads: 1, tempFolder, folders: [tempFolder] });
  try {
    const rows = Object.entries(persons).map(([person, personKey]) => `(${person}, ${personKey})`);
    await engine.run(
      `CREATE TEMP TABLE person_key AS SELECT * FROM (VALUES ${rows.join(', ')}) AS v(person_id, person_key)`,
    );
    await makeBlur(engine, new Secret(new Uint8Array(32).fill(key)));
    await expect(engine.rows('SELECT secret FROM blur_key')).rejects.toMatchObject({ kind: 'fault' });
    return new Map(
      await engine.rows(
        'SELECT k.person_key, b.seed FROM person_blur b JOIN person_key k ON k.person_id = b.person_id',
        [],
        (row) => [Number(row.person_key), String(row.seed)] as const,
      ),
    );
  } finally {
    await engine.close();
    await rm(tempFolder, { recursive: true, force: true });
  }
}

test('a person who is known again has the seed he had, however a run numbers him, and nobody has that of another', async () => {
  const first = await seedsOf({ 10: 1, 11: 2, 12: 3 }, 5);
  const later = await seedsOf({ 70: 3, 71: 1, 72: 9 }, 5);
  expect([later.get(1), later.get(3)]).toEqual([first.get(1), first.get(3)]);
  expect(new Set([...first.values(), ...later.values()]).size).toBe(4);
  expect([...first.values()].every((seed) => /^[0-9a-f]{32}$/.test(seed))).toBe(true);
});

test('another key of the publisher draws anew', async () => {
  const [one, other] = [await seedsOf({ 10: 1 }, 5), await seedsOf({ 10: 1 }, 6)];
  expect(one.get(1)).not.toBe(other.get(1));
});
