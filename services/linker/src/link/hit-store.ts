import { HIT_WORDS } from '@credlink/linkage';
import { insertColumns, streamBytes } from '@credlink/vault';
import { giveWay } from './give-way.ts';
import { type LinkEngine, numberIn, runAll } from './link-engine.ts';

/** Hits of some nodes: those whose smaller node lies from `from` up to, and without, `from + width`. */
export type HitRange = {
  /** All hits between two nodes lie in one range; those of a node with very many may lie in several, one after the other. */
  readonly hits: Int32Array;
  readonly length: number;
  readonly from: number;
  readonly width: number;
};

export type HitStore = {
  /** Two nodes, the smaller one first, and a tag of 32 bits. */
  add(a: number, b: number, tag: number): void;
  /** Makes room where hits take more than they may. To be called between rules. */
  settle(): Promise<void>;
  /**
   * All hits, by ranges of nodes in order, and none of them again: their room is free as soon as the next range is asked for.
   * What is yielded is valid until then, and may be overwritten. Between two ranges all else that waits for its turn gets it:
   * heartbeats of the job, progress, and a cancel, which ends it with the signal's reason.
   */
  ranges(): AsyncGenerator<HitRange>;
};

const HIT_BYTES = 4 * HIT_WORDS;

/** What folding takes beside a hit itself. */
const FOLDED_BYTES = 62;

/** Ranges whose hits lie in a core's own cache while they are folded. */
const MOST_RANGES = 1024;
const LEAST_RANGE_BITS = 12;

/** Hits of one piece of a range. */
const PIECE_HITS = 2048;

/** Hits handed to the engine at once. */
const SPILLED_HITS = 16_384;

/**
 * Pairs of nodes that share a value, kept outside the engine by ranges of their smaller node: the engine would take a third of
 * what a run costs for storing and grouping them. Beyond `heldBytes` they go to a table of the engine, which spills; a range
 * is no larger than can be folded in as much.
 *
 * @param table of the engine
 * @param nodes of the run
 */
export async function createHitStore(
  engine: LinkEngine,
  table: string,
  nodes: number,
  heldBytes: number,
  signal: AbortSignal,
): Promise<HitStore> {
  let bits = LEAST_RANGE_BITS;
  while (nodes > MOST_RANGES * 2 ** bits) bits += 1;
  const width = 2 ** bits;
  const count = Math.ceil(nodes / width);
  const most = Math.max(1, Math.floor(heldBytes / HIT_BYTES));
  const mostFolded = Math.max(1, Math.floor(heldBytes / (HIT_BYTES + FOLDED_BYTES)));
  const pieces: Int32Array[][] = Array.from({ length: count }, () => []);
  /** Hits in the last piece of each range. */
  const filled = new Int32Array(count).fill(PIECE_HITS);
  const last: Int32Array[] = Array.from({ length: count }, () => new Int32Array(0));
  /** Hits of each range, spilled ones included. */
  const totals = new Float64Array(count);
  const free: Int32Array[] = [];
  let held = 0;
  let isSpilled = false;
  let buffer = new Int32Array(0);

  await runAll(engine, [`CREATE OR REPLACE TEMP TABLE ${table} (a INTEGER, b INTEGER, tag INTEGER)`], signal);

  function add(a: number, b: number, tag: number): void {
    const range = a >>> bits;
    let at = filled[range] ?? 0;
    let piece = last[range];
    if (at === PIECE_HITS || piece === undefined) {
      piece = free.pop() ?? new Int32Array(HIT_WORDS * PIECE_HITS);
      pieces[range]?.push(piece);
      last[range] = piece;
      at = 0;
    }
    piece[HIT_WORDS * at] = a;
    piece[HIT_WORDS * at + 1] = b;
    piece[HIT_WORDS * at + 2] = tag;
    filled[range] = at + 1;
    totals[range] = (totals[range] ?? 0) + 1;
    held += 1;
  }

  /** The pieces of a range with how many hits each has. */
  function* piecesOf(range: number): Generator<readonly [Int32Array, number]> {
    const own = pieces[range] ?? [];
    for (const [index, piece] of own.entries())
      yield [piece, index + 1 === own.length ? (filled[range] ?? 0) : PIECE_HITS];
  }

  function clear(range: number): void {
    free.push(...(pieces[range] ?? []));
    pieces[range] = [];
    filled[range] = PIECE_HITS;
  }

  async function spill(): Promise<void> {
    const insert = await insertColumns(engine, table, ['INTEGER', 'INTEGER', 'INTEGER']);
    const columns = Array.from({ length: HIT_WORDS }, () => new Int32Array(SPILLED_HITS));
    let rows = 0;
    for (let range = 0; range < count; range += 1) {
      await giveWay(signal);
      for (const [piece, hits] of piecesOf(range)) {
        for (let hit = 0; hit < hits; hit += 1) {
          for (const [word, column] of columns.entries()) column[rows] = piece[HIT_WORDS * hit + word] ?? 0;
          rows += 1;
          if (rows < SPILLED_HITS) continue;
          insert.add(columns, rows);
          rows = 0;
        }
      }
      clear(range);
    }
    if (rows > 0) insert.add(columns, rows);
    insert.finish();
    held = 0;
    isSpilled = true;
  }

  /** Reads hits of nodes from `begin` up to, and without, `end` back: all, or those that a condition holds for. */
  async function load(begin: number, end: number, condition = 'true'): Promise<void> {
    const sql = `SELECT a, b, tag FROM ${table} WHERE a >= ${begin} AND a < ${end} AND ${condition}`;
    for await (const { rows, columns } of streamBytes(engine, sql, [4, 4, 4])) {
      signal.throwIfAborted();
      const [a = [], b = [], tag = []] = columns.map(
        (bytes) => new Int32Array(bytes.buffer, bytes.byteOffset, rows),
      );
      for (let row = 0; row < rows; row += 1) add(a[row] ?? 0, b[row] ?? 0, tag[row] ?? 0);
    }
  }

  /** Takes the hits of a range that are at hand. */
  function collect(range: number): Pick<HitRange, 'hits' | 'length'> {
    let length = 0;
    for (const [, hits] of piecesOf(range)) length += hits;
    if (buffer.length < HIT_WORDS * length) buffer = new Int32Array(HIT_WORDS * length);
    let at = 0;
    for (const [piece, hits] of piecesOf(range)) {
      buffer.set(piece.subarray(0, HIT_WORDS * hits), at);
      at += HIT_WORDS * hits;
    }
    clear(range);
    return { hits: buffer, length };
  }

  /** A range whose hits are more than can be folded, by shorter ones; of a node that has as many, by their other nodes. */
  async function* partsOf(range: number): AsyncGenerator<HitRange> {
    const end = (range + 1) * width;
    const counted = await engine.rows(
      `SELECT a, count(*) AS hits FROM ${table} WHERE a >= ${range * width} AND a < ${end} GROUP BY a ORDER BY a`,
    );
    let from = range * width;
    let open = 0;
    for (const row of [...counted, null]) {
      const node = row === null ? end : numberIn(row, 'a');
      const hits = row === null ? 0 : numberIn(row, 'hits');
      if (row !== null && open + hits <= mostFolded) {
        open += hits;
        continue;
      }
      if (open > 0) {
        await load(from, node);
        await giveWay(signal);
        yield { ...collect(range), from, width: node - from };
      }
      [from, open] = [node, hits];
      const pieces = Math.ceil(hits / mostFolded);
      if (pieces <= 1) continue;
      for (let piece = 0; piece < pieces; piece += 1) {
        await load(node, node + 1, `hash(b) % ${pieces} = ${piece}`);
        await giveWay(signal);
        yield { ...collect(range), from: node, width: 1 };
      }
      [from, open] = [node + 1, 0];
    }
  }

  return {
    add,
    settle: async () => {
      if (held > most) await spill();
    },
    ranges: async function* () {
      if (held > 0 && (isSpilled || totals.some((hits) => hits > mostFolded))) await spill();
      // Adding what is read back counts it again.
      const expected = totals.slice();
      const isFolded = (range: number): boolean => (expected[range] ?? 0) <= mostFolded;
      for (let first = 0; first < count; ) {
        let end = first + 1;
        if (!isFolded(first)) yield* partsOf(first);
        else {
          let hits = expected[first] ?? 0;
          while (end < count && isFolded(end) && (!isSpilled || hits + (expected[end] ?? 0) <= most)) {
            hits += expected[end] ?? 0;
            end += 1;
          }
          if (isSpilled) await load(first * width, end * width);
          for (let range = first; range < end; range += 1) {
            await giveWay(signal);
            yield { ...collect(range), from: range * width, width };
          }
        }
        held = 0;
        first = end;
      }
      free.length = 0;
      buffer = new Int32Array(0);
      await runAll(engine, [`DROP TABLE ${table}`], signal);
    },
  };
}
