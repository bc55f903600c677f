import { NearestFirst } from './nearest-first.ts';
import type { RandomNumbers } from './random-numbers.ts';

/** `sum of coefficient times unknown = right`, all whole numbers. */
export type Equation = {
  readonly unknowns: readonly number[];
  readonly coefficients: readonly number[];
  readonly right: number;
};

type PivotRow = {
  readonly pivot: number;
  readonly terms: ReadonlyMap<number, number>;
  readonly right: number;
};

/**
 * Linear equations in echelon form modulo a prime below 2^26, so that every product is exact in a double. A form of
 * the unknowns follows from the equations just where it vanishes on every solution with right sides 0; one random
 * such solution misses that with a chance of 1 in the prime.
 */
export class LinearSystem {
  readonly #prime: number;
  readonly #rows: PivotRow[] = [];
  readonly #rowOf = new Map<number, number>();
  #isConsistent = true;

  constructor(prime: number, equations: readonly Equation[]) {
    this.#prime = prime;
    const uses = new Map<number, number>();
    for (const { unknowns } of equations) for (const one of unknowns) uses.set(one, (uses.get(one) ?? 0) + 1);
    const ordered = [...equations].sort((a, b) => a.unknowns.length - b.unknowns.length);
    for (const equation of ordered) this.#add(equation, uses);
  }

  /** False where the equations contradict one another. */
  get isConsistent(): boolean {
    return this.#isConsistent;
  }

  /** A random solution of the equations with right sides 0, one number an unknown. */
  randomNullVector(unknowns: number, random: RandomNumbers): Float64Array {
    const point = Float64Array.from({ length: unknowns }, () => Math.floor(random.next() * this.#prime));
    return this.#solve(point, () => 0);
  }

  /** The solution whose free unknowns are 0: what follows from the equations has its value there. */
  solution(unknowns: number): Float64Array {
    return this.#solve(new Float64Array(unknowns), (row) => row.right);
  }

  #solve(point: Float64Array, rightOf: (row: PivotRow) => number): Float64Array {
    for (let r = this.#rows.length - 1; r >= 0; r -= 1) {
      const row = this.#rows[r];
      if (row === undefined) continue;
      let value = rightOf(row);
      for (const [unknown, coefficient] of row.terms) {
        if (unknown !== row.pivot) value -= (coefficient * (point[unknown] ?? 0)) % this.#prime;
      }
      point[row.pivot] = this.#reduced(value);
    }
    return point;
  }

  #add({ unknowns, coefficients, right }: Equation, uses: ReadonlyMap<number, number>): void {
    const terms = new Map<number, number>();
    for (const [i, unknown] of unknowns.entries()) {
      addTo(terms, unknown, this.#reduced((terms.get(unknown) ?? 0) + (coefficients[i] ?? 0)));
    }
    let rest = this.#reduced(right);
    const waiting = new NearestFirst();
    for (const unknown of terms.keys()) this.#await(waiting, unknown);
    for (let r = waiting.take()?.item; r !== undefined; r = waiting.take()?.item) {
      const row = this.#rows[r];
      const factor = row === undefined ? 0 : (terms.get(row.pivot) ?? 0);
      if (row === undefined || factor === 0) continue;
      for (const [unknown, coefficient] of row.terms) {
        const had = terms.get(unknown);
        addTo(terms, unknown, this.#reduced((had ?? 0) - ((factor * coefficient) % this.#prime)));
        if (had === undefined) this.#await(waiting, unknown);
      }
      rest = this.#reduced(rest - ((factor * row.right) % this.#prime));
    }
    const pivot = rarest(terms, uses);
    if (pivot === undefined) {
      if (rest !== 0) this.#isConsistent = false;
      return;
    }
    const inverse = inverseOf(terms.get(pivot) ?? 0, this.#prime);
    for (const [unknown, coefficient] of terms) terms.set(unknown, (coefficient * inverse) % this.#prime);
    this.#rowOf.set(pivot, this.#rows.length);
    this.#rows.push({ pivot, terms, right: (rest * inverse) % this.#prime });
  }

  #await(waiting: NearestFirst, unknown: number): void {
    const row = this.#rowOf.get(unknown);
    if (row !== undefined) waiting.put(row, row);
  }

  #reduced(value: number): number {
    const rest = value % this.#prime;
    return rest < 0 ? rest + this.#prime : rest;
  }
}

function addTo(terms: Map<number, number>, unknown: number, value: number): void {
  if (value === 0) terms.delete(unknown);
  else terms.set(unknown, value);
}

/** The unknown that the fewest equations hold: eliminating it touches the fewest others. */
function rarest(terms: ReadonlyMap<number, number>, uses: ReadonlyMap<number, number>): number | undefined {
  let best: number | undefined;
  for (const unknown of terms.keys()) {
    if (best === undefined || (uses.get(unknown) ?? 0) < (uses.get(best) ?? 0)) best = unknown;
  }
  return best;
}

/** By Fermat: a to the power of p-2. */
function inverseOf(value: number, prime: number): number {
  let result = 1;
  let square = value;
  for (let power = prime - 2; power > 0; power = Math.floor(power / 2)) {
    if (power % 2 === 1) result = (result * square) % prime;
    square = (square * square) % prime;
  }
  return result;
}
