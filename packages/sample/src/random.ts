/**
 * A small fast generator (sfc32) seeded by text. The same seed gives the same numbers on every machine; two seeds that
 * differ in one character have nothing in common. Not for secrets.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: string) {
    let first = 0x9e3779b9;
    let second = 0x85ebca6b;
    let third = 0xc2b2ae35;
    for (let index = 0; index < seed.length; index++) {
      const code = seed.charCodeAt(index);
      first = Math.imul(first ^ code, 0x2c1b3c6d) + (second << 3);
      second = Math.imul(second ^ code, 0x297a2d39) + (third >>> 5);
      third = Math.imul(third ^ code, 0x1b56c4e9) + (first >>> 7);
    }
    this.#a = first | 0;
    this.#b = second | 0;
    this.#c = third | 0;
    for (let round = 0; round < 12; round++) this.next();
  }

  /** From 0 up to but without 1. */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  }

  /** A whole number from 0 up to but without `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** A whole number from `lowest` to `highest`, both included. */
  between(lowest: number, highest: number): number {
    return lowest + this.below(highest - lowest + 1);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    const item = list[this.below(list.length)];
    if (item === undefined) throw new RangeError('pick takes a list with at least one item');
    return item;
  }

  /** Mean 0, deviation 1, within -6 and 6: a sum of twelve (no transcendental function, hence exact everywhere). */
  normal(): number {
    let sum = -6;
    for (let count = 0; count < 12; count++) sum += this.next();
    return sum;
  }

  /** Skewed towards the front of a list: the first items are drawn far more often. */
  frontOf<T>(list: readonly T[]): T {
    const item = list[Math.floor(this.next() * this.next() * list.length)];
    if (item === undefined) throw new RangeError('frontOf takes a list with at least one item');
    return item;
  }

  digits(count: number): string {
    let text = '';
    for (let index = 0; index < count; index++) text += String(this.below(10));
    return text;
  }
}
