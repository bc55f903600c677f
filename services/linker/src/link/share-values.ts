import {
  BYTES_OF_VALUE,
  blocksOf,
  createValueTable,
  eachCommon,
  eachPair,
  hitTag,
  type NodeUnits,
  type NumberedSource,
  type SharedValues,
  type SourceBlocks,
  type SpaceRule,
  tokenCounts,
  type ValueRange,
  withdrawMany,
} from '@credlink/linkage';
import { insertColumns } from '@credlink/vault';
import { giveWay } from './give-way.ts';
import type { HitStore } from './hit-store.ts';
import { type LinkEngine, numberIn, runAll } from './link-engine.ts';
import { createValueReader } from './read-values.ts';

export type SharedRule = {
  readonly blocks: readonly SourceBlocks[];
  /** The most nodes that share a value which proposes pairs; two always do. */
  readonly cap: number;
};

export type ValueSharing = {
  /** Puts the pairs of nodes that share a value of a rule among the hits, and the nodes whose value too many share into `lk_many`. */
  share(rule: PlacedRule, capOf: (blocks: readonly SourceBlocks[]) => number): Promise<SharedRule>;
  /** Fills `lk_many` anew for a rule with a lower cap; its hits stay. */
  lower(rule: PlacedRule, cap: number): Promise<void>;
};

/** A rule with its place among the rules that nodes can share values of. */
export type PlacedRule = { readonly rule: SpaceRule; readonly place: number };

/** Rows handed to the engine at once. */
const ROWS = 16_384;

/** Shared values between which all else that waits gets its turn: some ten milliseconds' work where few bear each. */
const VALUES_OF_TURN = 131_072;

/**
 * @param store what hits go to
 * @param heldBytes that the values of one rule may take; they are read slice by slice where they take more
 */
export async function createSharing(
  engine: LinkEngine,
  sources: readonly NumberedSource[],
  units: NodeUnits,
  store: HitStore,
  heldBytes: number,
  signal: AbortSignal,
): Promise<ValueSharing> {
  const most = Math.max(1, Math.floor(heldBytes / BYTES_OF_VALUE));
  const counts = await countTokens(engine, sources);
  const reader = createValueReader(
    engine,
    sources,
    most,
    (source, rule) => counts.get(source)?.get(rule) ?? 0,
    signal,
  );
  const tableOf = createValueTable();

  /** All slices one after the other; what is yielded is valid until the next one is asked for. */
  async function* readAll(rule: SpaceRule): AsyncGenerator<{ shared: SharedValues; isAll: boolean }> {
    for await (const values of reader.read(rule)) {
      const table = tableOf(values, units);
      for (;;) {
        const step = table.next();
        if (step.done === true) {
          yield { shared: step.value, isAll: values.isAll };
          break;
        }
        await giveWay(signal);
      }
    }
  }

  /** Some of the shared values at a time. */
  async function* turnsOf({ count }: SharedValues): AsyncGenerator<ValueRange> {
    for (let from = 0; from < count; from += VALUES_OF_TURN) {
      await giveWay(signal);
      yield { from, to: Math.min(count, from + VALUES_OF_TURN) };
    }
  }

  return {
    share: async ({ rule, place }, capOf) => {
      const blocks: SourceBlocks[] = [];
      let atHand: SharedValues | null = null;
      for await (const { shared, isAll } of readAll(rule)) {
        for await (const turn of turnsOf(shared))
          blocks.push(...blocksOf(shared, units, sources.length, turn));
        if (isAll) atHand = shared;
      }
      const cap = capOf(blocks);
      const most = Math.max(2, cap);
      const many = await createManyInsert(engine, rule);
      const add = (a: number, b: number, n: number, own: number): void =>
        store.add(a, b, hitTag(place, n, own));
      const use = async (shared: SharedValues): Promise<void> => {
        for await (const turn of turnsOf(shared)) {
          eachPair(shared, units, sources.length, most, add, turn);
          many.add(shared, most, turn);
          await store.settle();
        }
      };
      if (atHand !== null) await use(atHand);
      else for await (const { shared } of readAll(rule)) await use(shared);
      many.finish();
      return { blocks, cap };
    },
    lower: async ({ rule }, cap) => {
      await runAll(engine, [withdrawMany(rule)], signal);
      const many = await createManyInsert(engine, rule);
      for await (const { shared } of readAll(rule))
        for await (const turn of turnsOf(shared)) many.add(shared, Math.max(2, cap), turn);
      many.finish();
    },
  };
}

/** Candidate tokens by source and rule. */
async function countTokens(
  engine: LinkEngine,
  sources: readonly NumberedSource[],
): Promise<ReadonlyMap<number, ReadonlyMap<number, number>>> {
  const counts = new Map<number, Map<number, number>>(sources.map(({ index }) => [index, new Map()]));
  if (sources.length === 0) return counts;
  for (const row of await engine.rows(tokenCounts(sources)))
    counts.get(numberIn(row, 'source'))?.set(numberIn(row, 'rule'), numberIn(row, 'tokens'));
  return counts;
}

type ManyInsert = {
  add(shared: SharedValues, cap: number, range: ValueRange): void;
  finish(): void;
};

async function createManyInsert(engine: LinkEngine, { position }: SpaceRule): Promise<ManyInsert> {
  const insert = await insertColumns(engine, 'lk_many', ['UTINYINT', 'INTEGER', 'UBIGINT', 'INTEGER']);
  const positions = new Uint8Array(ROWS).fill(position);
  const nodes = new Int32Array(ROWS);
  const keys = new Uint32Array(2 * ROWS);
  const sizes = new Int32Array(ROWS);
  let rows = 0;

  function flush(): void {
    if (rows > 0) insert.add([positions, nodes, keys, sizes], rows);
    rows = 0;
  }

  return {
    add: (shared, cap, range) => {
      const put = (node: number, low: number, high: number, n: number): void => {
        nodes[rows] = node;
        keys[2 * rows] = low;
        keys[2 * rows + 1] = high;
        sizes[rows] = n;
        rows += 1;
        if (rows === ROWS) flush();
      };
      eachCommon(shared, cap, put, range);
    },
    finish: () => {
      flush();
      insert.finish();
    },
  };
}
