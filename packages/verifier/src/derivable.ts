import type { Sum } from './group-system.ts';
import { type Equation, LinearSystem } from './linear-system.ts';
import { RandomNumbers } from './random-numbers.ts';
import { type Form, valueAt } from './range-target.ts';

/** The two greatest primes below 2^26. */
const PRIMES = [67_108_859, 67_108_837] as const;

/** What follows from shown numbers by addition and subtraction alone. */
export type Derivable = {
  /** False where the shown numbers contradict one another; then nothing can be said. */
  readonly isConsistent: boolean;
  isDerivable(form: Form): boolean;
  /** The number a derivable form has. */
  valueOf(form: Form): number;
};

/**
 * Solves the sums for the groups that are not shown, modulo two primes with two random null vectors each: a form is
 * derivable where all four vanish on it. Wrong with a chance below 10^-30 a form, and then to the careful side.
 * @param isShown groups whose number is known
 * @param values their numbers
 */
export function derivableFrom(
  sums: readonly Sum[],
  isShown: readonly boolean[],
  values: Float64Array,
): Derivable {
  const equations = sums.map((sum) => equationOf(sum, isShown, values));
  const random = new RandomNumbers(7);
  const groups = isShown.length;
  const blank = (vector: Float64Array): Float64Array =>
    vector.map((value, group) => (isShown[group] === true ? 0 : value));
  const systems = PRIMES.map((prime) => {
    const system = new LinearSystem(prime, equations);
    return {
      prime,
      isConsistent: system.isConsistent,
      nulls: [1, 2].map(() => blank(system.randomNullVector(groups, random))),
      solution: system.solution(groups),
    };
  });
  const [first] = systems;
  for (const system of systems) {
    for (const [group, shown] of isShown.entries()) if (shown) system.solution[group] = values[group] ?? 0;
  }
  return {
    isConsistent: systems.every((system) => system.isConsistent),
    isDerivable: (form) =>
      systems.every(({ prime, nulls }) => nulls.every((vector) => valueAt(form, vector) % prime === 0)),
    valueOf(form) {
      if (first === undefined) return 0;
      const rest = valueAt(form, first.solution) % first.prime;
      const positive = rest < 0 ? rest + first.prime : rest;
      return positive > first.prime / 2 ? positive - first.prime : positive;
    },
  };
}

function equationOf({ parent, children }: Sum, isShown: readonly boolean[], values: Float64Array): Equation {
  const unknowns: number[] = [];
  const coefficients: number[] = [];
  let right = 0;
  const add = (group: number, sign: number): void => {
    if (isShown[group] === true) right -= sign * (values[group] ?? 0);
    else {
      unknowns.push(group);
      coefficients.push(sign);
    }
  };
  add(parent, -1);
  for (const child of children) add(child, 1);
  return { unknowns, coefficients, right };
}
