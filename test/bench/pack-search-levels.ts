import { type KnownLevel, LEVELS, levelValues } from '@credlink/tokens';
import type { SearchSet } from './pack-search-sets.ts';

const ALL_LEVELS: readonly KnownLevel[] = Object.values(LEVELS).flat();

/** Values of one level over all records of a set, numbered: those of record r are `ids[begin[r]]` up to `begin[r + 1]`. */
export type LevelColumn = {
  readonly begin: Int32Array;
  readonly ids: Int32Array;
  /** Distinct values. */
  readonly values: number;
};

/** A set as the search looks at it. */
export type MeasuredSet = {
  readonly set: SearchSet;
  readonly columns: ReadonlyMap<KnownLevel, LevelColumn>;
  /** Pairs of records of one person that count. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** By level: one byte a true pair, 1 where it shares a value. */
  readonly agree: ReadonlyMap<KnownLevel, Uint8Array>;
  /** By level: chance that records of two people share a value, estimated on a sample. */
  readonly chance: ReadonlyMap<KnownLevel, number>;
};

function columnOf(set: SearchSet, level: KnownLevel): LevelColumn {
  const numbers = new Map<string, number>();
  const begin = new Int32Array(set.records.length + 1);
  const ids: number[] = [];
  for (const [index, { identifiers }] of set.records.entries()) {
    // The SSN itself stands for its evaluation: only equality matters here.
    for (const value of new Set(levelValues(level, identifiers, identifiers.ssn))) {
      const known = numbers.get(value) ?? numbers.size;
      numbers.set(value, known);
      ids.push(known);
    }
    begin[index + 1] = ids.length;
  }
  return { begin, ids: Int32Array.from(ids), values: numbers.size };
}

function truePairs({ records, isAcross }: SearchSet): { left: Int32Array; right: Int32Array } {
  const ofEntity = new Map<string, number[]>();
  for (const [index, { entity }] of records.entries()) {
    const list = ofEntity.get(entity) ?? [];
    list.push(index);
    ofEntity.set(entity, list);
  }
  const left: number[] = [];
  const right: number[] = [];
  for (const list of ofEntity.values()) {
    for (const [place, one] of list.entries()) {
      for (const other of list.slice(place + 1)) {
        if (isAcross && records[one]?.file === records[other]?.file) continue;
        left.push(one);
        right.push(other);
      }
    }
  }
  return { left: Int32Array.from(left), right: Int32Array.from(right) };
}

/** Whether two records share a value of a column. */
function share({ begin, ids }: LevelColumn, one: number, other: number): boolean {
  for (let i = begin[one] ?? 0; i < (begin[one + 1] ?? 0); i += 1) {
    for (let j = begin[other] ?? 0; j < (begin[other + 1] ?? 0); j += 1) {
      if (ids[i] === ids[j]) return true;
    }
  }
  return false;
}

/** Pairs of two people that share a value, among all pairs of two people: one level or the composite of several. */
export function randomRate(set: SearchSet, keysOf: (record: number) => Iterable<number>): number {
  const blocks = new Map<number, number[]>();
  for (let record = 0; record < set.records.length; record += 1) {
    for (const key of keysOf(record)) {
      const block = blocks.get(key);
      if (block === undefined) blocks.set(key, [record]);
      else block.push(record);
    }
  }
  let pairs = 0;
  for (const block of blocks.values()) {
    if (block.length < 2) continue;
    const ofEntity = new Map<string, number>();
    for (const record of block) {
      const entity = set.records[record]?.entity ?? '';
      ofEntity.set(entity, (ofEntity.get(entity) ?? 0) + 1);
    }
    let own = 0;
    for (const count of ofEntity.values()) own += count * count;
    pairs += (block.length * block.length - own) / 2;
  }
  return pairs / Math.max(1, (set.records.length * (set.records.length - 1)) / 2);
}

/** Values, true pairs and chances of all levels of a set. */
export function measureSet(set: SearchSet): MeasuredSet {
  const columns = new Map(ALL_LEVELS.map((level) => [level, columnOf(set, level)]));
  const { left, right } = truePairs(set);
  const agree = new Map<KnownLevel, Uint8Array>();
  const chance = new Map<KnownLevel, number>();
  for (const [level, column] of columns) {
    agree.set(
      level,
      Uint8Array.from(left, (one, pair) => (share(column, one, right[pair] ?? 0) ? 1 : 0)),
    );
    const { begin, ids } = column;
    chance.set(
      level,
      randomRate(set, (record) => ids.subarray(begin[record] ?? 0, begin[record + 1] ?? 0)),
    );
  }
  return { set, columns, left, right, agree, chance };
}
