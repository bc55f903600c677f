import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type NumberedSource, nodeNumbers, ruleSpace, type SpaceRule } from '@credlink/linkage';
import { PACKS, RULES } from '@credlink/tokens';
import { type Engine, openEngine } from '@credlink/vault';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createValueReader } from './read-values.ts';
import { createSharing } from './share-values.ts';

let home: string;
let engine: Engine;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'credlink-values-test-'));
  engine = await openEngine({ memoryLimit: '500MB', threads: 2, tempFolder: home, folders: [home] });
  await engine.run('CREATE TEMP TABLE lk_many (position UTINYINT, nid INTEGER, key UBIGINT, n INTEGER)');
  await engine.run('CREATE TEMP TABLE lk_grouped (number INTEGER, nid INTEGER, is_part BOOLEAN)');
});
afterEach(async () => {
  await engine.close();
  await rm(home, { recursive: true, force: true });
});

const FEW = 300;
const MANY = 60_000;
const MOST = 5000;

function ruleOf(code: number): SpaceRule {
  const rule = ruleSpace([PACKS.register]).rules.find((one) => one.code === code);
  if (rule === undefined) throw new RangeError('a rule of the pack');
  return rule;
}
const RULE = ruleOf(RULES.surnameBirth.code);

/** A file of one record a person, whose value is `value`, SQL of the place `n` of the subject, spread as a cipher spreads it. */
async function file(index: number, first: number, subjects: number, value: string): Promise<NumberedSource> {
  await engine.run(`CREATE TABLE file_${index} AS
SELECT n::UINTEGER AS subject, ${RULE.code}::USMALLINT AS rule, hash(${value})::UBIGINT AS key FROM range(${subjects}) t(n)`);
  return {
    uploadId: '',
    sourceDigest: '',
    relation: `file_${index}`,
    series: `s${index}`,
    organisation: `o${index}`,
    isUnderOthersReferences: false,
    pack: PACKS.register,
    isOneRecordPerPerson: true,
    subjects,
    chanceAgreement: {},
    attributePresence: {},
    index,
    seriesIndex: index,
    content: { subjects, emissions: [] },
    first,
    isGrouped: false,
  };
}

/** What is read at a bound: the size of every slice, and all values by node. */
async function readAll(sources: readonly NumberedSource[], most: number) {
  const countOf = (source: number) => sources[source]?.content.subjects ?? 0;
  const reader = createValueReader(engine, sources, most, countOf, new AbortController().signal);
  const pass = async () => {
    const sizes: number[] = [];
    const values: string[] = [];
    for await (const { length, nodes, keys, isAll } of reader.read(RULE)) {
      sizes.push(length);
      for (let place = 0; place < length; place += 1)
        values.push(`${nodes[place]}/${keys[2 * place]}/${keys[2 * place + 1]}`);
      expect(isAll).toBe(
        sizes.length === 1 && length === sources.reduce((sum, { subjects }) => sum + subjects, 0),
      );
    }
    return { sizes, values: values.sort() };
  };
  const first = await pass();
  const again = await pass();
  expect(again).toEqual(first);
  return first;
}

test('of a file whose rows nearly all bear what a small one has, no more are held than may be', async () => {
  const sources = [await file(0, 0, FEW, 'n'), await file(1, FEW, MANY, `n % ${FEW}`)];
  const atOnce = await readAll(sources, 1_000_000);
  expect(atOnce.sizes).toEqual([FEW + MANY]);
  const sliced = await readAll(sources, MOST);
  expect(Math.max(...sliced.sizes)).toBeLessThanOrEqual(MOST);
  expect(sliced.sizes.length).toBeLessThan(40);
  expect(sliced.values).toEqual(atOnce.values);
});

test('nodes of one value are read together, however many they are', async () => {
  const sources = [await file(0, 0, FEW, 'n'), await file(1, FEW, MANY, '0')];
  const atOnce = await readAll(sources, 1_000_000);
  const sliced = await readAll(sources, MOST);
  expect(sliced.values).toEqual(atOnce.values);
  expect(sliced.sizes.length).toBeLessThan(20);
});

test('a cancel that comes due among the pairs of one rule ends it before all of them are made', async () => {
  const subjects = 200_000;
  const sources = [await file(0, 0, subjects, 'n'), await file(1, subjects, subjects, 'n')];
  const places = nodeNumbers(
    Int32Array.from({ length: 2 * subjects }, (_, node) => Math.floor(node / subjects)),
  );
  const cancel = new AbortController();
  let pairs = 0;
  const store = {
    add: () => {
      if (pairs === 0) setImmediate(() => cancel.abort(new Error('cancelled')));
      pairs += 1;
    },
    settle: async () => undefined,
    ranges: async function* () {},
  };
  const units = { units: places, sources: places };
  const sharing = await createSharing(engine, sources, units, store, 2 ** 30, cancel.signal);
  await expect(sharing.share({ rule: RULE, place: 0 }, () => 2)).rejects.toThrow('cancelled');
  expect(pairs).toBeGreaterThan(0);
  expect(pairs).toBeLessThan(subjects);
});
