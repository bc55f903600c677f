import { type NodeUnits, numberOf } from './node-units.ts';

/** Values by node, a place each: no node twice with the same value. */
export type NodeValues = {
  readonly length: number;
  /** Two words a place, low one first. As random in every bit as a cipher makes them. */
  readonly keys: Uint32Array;
  readonly nodes: Int32Array;
};

/** Values that nodes of different units share. */
export type SharedValues = {
  readonly count: number;
  /** Nodes of the value at place v lie in `nodes` from `begins[v]` up to, and without, `begins[v + 1]`. */
  readonly begins: Int32Array;
  readonly nodes: Int32Array;
  /** Two words a value. */
  readonly keys: Uint32Array;
};

/** Values looked at together: their keys and the table of who bears them stay in the nearest caches. */
const PART_VALUES = 8192;
const MOST_PART_BITS = 12;

/** What `sharedValues` takes for a value beside the value itself, at most: a copy, chains, a table of which half is empty. */
export const BYTES_OF_VALUE = 60;

function bitsFor(count: number): number {
  let bits = 0;
  while (2 ** bits < count) bits += 1;
  return bits;
}

/** Place of a value's part among 2 to the power of `bits`; no shift by 32, which JavaScript takes for none. */
function partOf(high: number, bits: number): number {
  return (high >>> 1) >>> (31 - bits);
}

/** Room that grows and is used again: memory taken anew for every rule costs as much as filling it. */
class Room {
  keys = new Uint32Array(0);
  nodes = new Int32Array(0);
  /** Of a place: the place before it with the same value, + 1. */
  earlier = new Int32Array(0);
  heads = new Int32Array(0);
  begins = new Int32Array(0);
  sharedNodes = new Int32Array(0);
  sharedKeys = new Uint32Array(0);

  fit(values: number): void {
    if (this.nodes.length >= values) return;
    this.keys = new Uint32Array(2 * values);
    this.nodes = new Int32Array(values);
    this.earlier = new Int32Array(values);
    this.sharedNodes = new Int32Array(values);
    const most = Math.floor(values / 2) + 1;
    this.begins = new Int32Array(most + 1);
    this.sharedKeys = new Uint32Array(2 * most);
  }

  fitHeads(slots: number): void {
    if (this.heads.length < slots) this.heads = new Int32Array(slots);
  }
}

/** Puts the values of one part together, in `room`; returns the place behind the last one of each part. */
function intoParts({ length, keys, nodes }: NodeValues, room: Room): Int32Array {
  const bits = Math.min(MOST_PART_BITS, bitsFor(Math.ceil(length / PART_VALUES)));
  const ends = new Int32Array(2 ** bits);
  for (let place = 0; place < length; place += 1) {
    const part = partOf(keys[2 * place + 1] ?? 0, bits);
    ends[part] = (ends[part] ?? 0) + 1;
  }
  let begin = 0;
  for (let part = 0; part < ends.length; part += 1) {
    const values = ends[part] ?? 0;
    ends[part] = begin;
    begin += values;
  }
  const { keys: toKeys, nodes: toNodes } = room;
  for (let place = 0; place < length; place += 1) {
    const high = keys[2 * place + 1] ?? 0;
    const part = partOf(high, bits);
    const to = ends[part] ?? 0;
    toKeys[2 * to] = keys[2 * place] ?? 0;
    toKeys[2 * to + 1] = high;
    toNodes[to] = nodes[place] ?? 0;
    ends[part] = to + 1;
  }
  return ends;
}

/** Fills `earlier` and `heads` for the values of one part; returns the slots of its table. */
function chain({ keys, earlier, heads }: Room, begin: number, end: number): number {
  const slots = 2 ** bitsFor(2 * (end - begin));
  heads.fill(0, 0, slots);
  for (let place = begin; place < end; place += 1) {
    const low = keys[2 * place] ?? 0;
    const high = keys[2 * place + 1] ?? 0;
    let slot = low & (slots - 1);
    let head = heads[slot] ?? 0;
    while (head > 0 && !(keys[2 * head - 2] === low && keys[2 * head - 1] === high)) {
      slot = (slot + 1) & (slots - 1);
      head = heads[slot] ?? 0;
    }
    earlier[place] = head;
    heads[slot] = place + 1;
  }
  return slots;
}

/** Parts between which whoever asks may do something else: some ten milliseconds' work. */
const PARTS_OF_TURN = 16;

/**
 * Which nodes share a value with a node of another unit. Hashing millions of values costs what the memory is waited for, so
 * it is done part by part; the engine, which groups whatever it is given, takes three times as long.
 *
 * @returns of some values those that are shared, valid until the next ones are asked for; what is yielded before means nothing
 */
export function createValueTable(): (
  values: NodeValues,
  units: NodeUnits,
) => Generator<undefined, SharedValues> {
  const room = new Room();
  return function* (values, { units }) {
    room.fit(values.length);
    const ends = intoParts(values, room);
    const largest = ends.reduce((most, end, part) => Math.max(most, end - (ends[part - 1] ?? 0)), 0);
    room.fitHeads(2 ** bitsFor(2 * largest));
    const { keys, nodes, earlier, heads, begins, sharedNodes, sharedKeys } = room;
    let count = 0;
    let to = 0;
    let begin = 0;
    for (const [part, end] of ends.entries()) {
      if (part % PARTS_OF_TURN === PARTS_OF_TURN - 1) yield;
      const slots = chain(room, begin, end);
      for (let slot = 0; slot < slots; slot += 1) {
        const head = heads[slot] ?? 0;
        if (head === 0 || earlier[head - 1] === 0) continue;
        const from = to;
        const unit = numberOf(units, nodes[head - 1] ?? 0);
        let isShared = false;
        for (let next = head; next > 0; next = earlier[next - 1] ?? 0) {
          const node = nodes[next - 1] ?? 0;
          if (numberOf(units, node) !== unit) isShared = true;
          sharedNodes[to] = node;
          to += 1;
        }
        if (!isShared) {
          to = from;
          continue;
        }
        sharedKeys[2 * count] = keys[2 * head - 2] ?? 0;
        sharedKeys[2 * count + 1] = keys[2 * head - 1] ?? 0;
        count += 1;
        begins[count] = to;
      }
      begin = end;
    }
    return { count, begins, nodes: sharedNodes, keys: sharedKeys };
  };
}
