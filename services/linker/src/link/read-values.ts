import {
  expectedValues,
  type NodeValues,
  type NumberedSource,
  type SpaceRule,
  sharableValues,
  type ValueSlice,
} from '@credlink/linkage';
import { streamBytes } from '@credlink/vault';
import type { LinkEngine } from './link-engine.ts';

/** Values of a slice, and whether they are all of the rule. */
export type SlicedValues = NodeValues & { readonly isAll: boolean };

export type ValueReader = {
  /** Values of a rule, slice by slice; what is yielded is valid until the next slice is asked for. */
  read(rule: SpaceRule): AsyncGenerator<SlicedValues>;
};

/** Slices are told by sixteen bits of a key. */
const MOST_SLICES = 65_536;

/** Room for a few more values than were expected. */
const SLACK = 1.05;

/** A slice is parted where either half gets as much of it: else nearly all of it are nodes of one value, which none parts. */
const LEAST_PART = 0.1;

/**
 * Reads values within a bound: slices are cut by how many values are expected, and one that turns out larger is read again
 * in two. Of a file with most of the nodes nobody knows before how many of its rows bear what others have.
 *
 * Not bounded: nodes of one value lie in one slice.
 *
 * @param most values held at once
 * @param countOf tokens of a source under a rule
 */
export function createValueReader(
  engine: LinkEngine,
  sources: readonly NumberedSource[],
  most: number,
  countOf: (source: number, rule: number) => number,
  signal: AbortSignal,
): ValueReader {
  let keys = new Uint32Array(0);
  let nodes = new Int32Array(0);
  /** Slices of the rules that were read before. */
  const known = new Map<number, readonly ValueSlice[]>();

  function grow(values: number): void {
    const [moreKeys, moreNodes] = [new Uint32Array(2 * values), new Int32Array(values)];
    moreKeys.set(keys);
    moreNodes.set(nodes);
    [keys, nodes] = [moreKeys, moreNodes];
  }

  /** Whether both halves of a slice get some of its first values. */
  function isParted({ of }: ValueSlice, length: number): boolean {
    let ones = 0;
    for (let place = 0; place < length; place += 1) if (((keys[2 * place + 1] ?? 0) & of) !== 0) ones += 1;
    return Math.min(ones, length - ones) >= LEAST_PART * length;
  }

  /** How many values a slice has; `null` where it is to be parted instead. */
  async function fill(rule: SpaceRule, slice: ValueSlice): Promise<number | null> {
    let length = 0;
    let isWhole = slice.of >= MOST_SLICES;
    for await (const { rows, columns } of streamBytes(engine, sharableValues(sources, rule, slice), [4, 8])) {
      signal.throwIfAborted();
      if (!isWhole && length + rows > most) {
        if (isParted(slice, length)) return null;
        isWhole = true;
      }
      if (length + rows > nodes.length) grow(Math.max(length + rows, Math.min(2 * (length + rows), most)));
      const [ofNodes = NO_BYTES, ofKeys = NO_BYTES] = columns;
      new Uint8Array(nodes.buffer).set(ofNodes, 4 * length);
      new Uint8Array(keys.buffer).set(ofKeys, 8 * length);
      length += rows;
    }
    return length;
  }

  return {
    read: async function* (rule) {
      const expected = expectedValues(sources, rule, (source) => countOf(source, rule.code));
      let of = 1;
      while (of * most < expected && of < MOST_SLICES) of *= 2;
      const room = Math.min(most, Math.ceil((SLACK * expected) / of));
      if (nodes.length < room) grow(room);
      const open = [...(known.get(rule.code) ?? Array.from({ length: of }, (_, slice) => ({ slice, of })))];
      const read: ValueSlice[] = [];
      for (let slice = open.shift(); slice !== undefined; slice = open.shift()) {
        const length = await fill(rule, slice);
        if (length === null) {
          const parts = 2 * slice.of;
          open.unshift({ slice: slice.slice, of: parts }, { slice: slice.slice + slice.of, of: parts });
          continue;
        }
        read.push(slice);
        yield { length, keys, nodes, isAll: slice.of === 1 };
      }
      known.set(rule.code, read);
    },
  };
}

const NO_BYTES = new Uint8Array(0);
