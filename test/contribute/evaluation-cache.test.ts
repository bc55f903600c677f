import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CachedEvaluation, EvaluationCache } from '../../packages/contribute/src/evaluation-cache.ts';

let folder: string;
const key = randomBytes(32);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'credlink-evaluations-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function all(cache: EvaluationCache): Promise<string[]> {
  const found: string[] = [];
  for await (const entries of cache.entries()) {
    for (const { tag, output } of entries) {
      found.push(`${Buffer.from(tag).toString('hex')}/${Buffer.from(output).toString('hex')}`);
    }
  }
  return found.sort();
}

function evaluation(cache: EvaluationCache, ssn: string): CachedEvaluation {
  return { tag: cache.tagOf(ssn), output: randomBytes(64) };
}

const ssns = Array.from({ length: 40 }, (_, index) => String(219_091_234 + index));

describe('remembered SSN evaluations', () => {
  test('another opening with the same key finds them again', async () => {
    const cache = new EvaluationCache(folder, 'exchange/1/key', key);
    await cache.add(ssns.map((ssn) => evaluation(cache, ssn)));
    const again = new EvaluationCache(folder, 'exchange/1/key', key);
    expect(await all(again)).toHaveLength(40);
    expect(await all(again)).toEqual(await all(cache));
    expect(again.tagOf(ssns[0] ?? '')).toEqual(cache.tagOf(ssns[0] ?? ''));
  });

  test('another exchange key, epoch or keyholder opens nothing and removes nothing', async () => {
    const cache = new EvaluationCache(folder, 'exchange/1/key', key);
    await cache.add(ssns.map((ssn) => evaluation(cache, ssn)));
    expect(await all(new EvaluationCache(folder, 'exchange/1/key', randomBytes(32)))).toEqual([]);
    expect(await all(new EvaluationCache(folder, 'exchange/2/key', key))).toEqual([]);
    expect(await all(cache)).toHaveLength(40);
  });

  test("files are the owner's alone and hold neither an SSN nor an output in the clear", async () => {
    const cache = new EvaluationCache(folder, 'exchange/1/key', key);
    const entries = ssns.map((ssn) => evaluation(cache, ssn));
    await cache.add(entries);
    for (const name of await readdir(folder)) {
      const bytes = await readFile(join(folder, name));
      expect((await stat(join(folder, name))).mode & 0o077).toBe(0);
      for (const ssn of ssns) expect(bytes.includes(ssn)).toBe(false);
      for (const { output } of entries) expect(bytes.includes(Buffer.from(output))).toBe(false);
    }
  });

  test('a damaged or foreign file is passed over', async () => {
    const cache = new EvaluationCache(folder, 'exchange/1/key', key);
    await cache.add(ssns.map((ssn) => evaluation(cache, ssn)));
    const [name = ''] = await readdir(folder);
    const bytes = await readFile(join(folder, name));
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    await writeFile(join(folder, name), bytes);
    await writeFile(join(folder, 'torn.sealed'), bytes.subarray(0, 50));
    expect(await all(cache)).toEqual([]);
  });

  test('merging many small files loses nothing', async () => {
    const cache = new EvaluationCache(folder, 'exchange/1/key', key);
    for (const ssn of ssns) await cache.add([evaluation(cache, ssn)]);
    const before = await all(cache);
    await cache.compact();
    expect(await readdir(folder)).toHaveLength(1);
    expect(await all(cache)).toEqual(before);
  });
});
