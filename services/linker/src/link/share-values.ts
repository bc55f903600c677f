import {
  BYTES_OF_VALUE,
  blocksOf,
  createValueTable,
  eachCommon,
  eachPair,
  expectedValues,
  hitTag,
  type NodeUnits,
  type NumberedSource,
  type SharedValues,
  type SourceBlocks,
  type SpaceRule,
  sharableValues,
  tokenCounts,
  type ValueSlice,
  withdrawMany,
} from '@credlink/linkage';
import { insertColumns, streamBytes } from '@credlink/vault';
import type { HitStore } from './hit-store.ts';
import { type LinkEngine, numberIn, runAll } from './link-engine.ts';

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

/** Slices are told by sixteen bits of a key. */
const MOST_SLICES = 65_536;

/** Room for a few more values than were expected. */
const SLACK = 1.05;

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
  const tableOf = createValueTable();
  let keys = new Uint32Array(0);
  let nodes = new Int32Array(0);

  function grow(values: number): void {
    const [moreKeys, moreNodes] = [new Uint32Array(2 * values), new Int32Array(values)];
    moreKeys.set(keys);
    moreNodes.set(nodes);
    [keys, nodes] = [moreKeys, moreNodes];
  }

  async function read(rule: SpaceRule, slice: ValueSlice, expected: number): Promise<SharedValues> {
    if (nodes.length < expected) grow(expected);
    let length = 0;
    for await (const part of streamBytes(engine, sharableValues(sources, rule, slice), [4, 8])) {
      signal.throwIfAborted();
      if (length + part.rows > nodes.length) grow(2 * (length + part.rows));
      const [ofNodes = NO_BYTES, ofKeys = NO_BYTES] = part.columns;
      new Uint8Array(nodes.buffer).set(ofNodes, 4 * length);
      new Uint8Array(keys.buffer).set(ofKeys, 8 * length);
      length += part.rows;
    }
    return tableOf({ length, keys, nodes }, units);
  }

  /** All slices one after the other; what is yielded is valid until the next one is asked for. */
  async function* readAll(rule: SpaceRule): AsyncGenerator<{ shared: SharedValues; isAll: boolean }> {
    const tokens = expectedValues(sources, rule, (source) => counts.get(source)?.get(rule.code) ?? 0);
    let of = 1;
    while (of * most < tokens && of < MOST_SLICES) of *= 2;
    for (let slice = 0; slice < of; slice += 1) {
      const shared = await read(rule, { slice, of }, Math.ceil((SLACK * tokens) / of));
      yield { shared, isAll: of === 1 };
    }
  }

  return {
    share: async ({ rule, place }, capOf) => {
      const blocks: SourceBlocks[] = [];
      let atHand: SharedValues | null = null;
      for await (const { shared, isAll } of readAll(rule)) {
        blocks.push(...blocksOf(shared, units, sources.length));
        if (isAll) atHand = shared;
      }
      const cap = capOf(blocks);
      const most = Math.max(2, cap);
      const many = await createManyInsert(engine, rule);
      const use = (shared: SharedValues): void => {
        eachPair(shared, units, sources.length, most, (a, b, n, own) =>
          store.add(a, b, hitTag(place, n, own)),
        );
        many.add(shared, most);
      };
      if (atHand !== null) use(atHand);
      else for await (const { shared } of readAll(rule)) use(shared);
      many.finish();
      await store.settle();
      return { blocks, cap };
    },
    lower: async ({ rule }, cap) => {
      await runAll(engine, [withdrawMany(rule)], signal);
      const many = await createManyInsert(engine, rule);
      for await (const { shared } of readAll(rule)) many.add(shared, Math.max(2, cap));
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

const NO_BYTES = new Uint8Array(0);

type ManyInsert = {
  add(shared: SharedValues, cap: number): void;
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
    add: (shared, cap) =>
      eachCommon(shared, cap, (node, low, high, n) => {
        nodes[rows] = node;
        keys[2 * rows] = low;
        keys[2 * rows + 1] = high;
        sizes[rows] = n;
        rows += 1;
        if (rows === ROWS) flush();
      }),
    finish: () => {
      flush();
      insert.finish();
    },
  };
}
