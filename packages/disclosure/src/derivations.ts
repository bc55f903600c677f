import { FIRST_PRIME, invertModulo, multiplyModulo, SECOND_PRIME, subtractModulo } from './modulus.ts';

/** What is derivable is asked of groups: those of `plus` less those of `minus`, by index. */
export type GroupSum = { readonly plus: readonly number[]; readonly minus: readonly number[] };

/** A group that is the sum of others. */
export type Equation = { readonly parent: number; readonly children: readonly number[] };

type Row = Map<number, number>;

/**
 * The attacker who only adds and subtracts: knows some groups exactly and the sums of the tables. Shares no code with
 * the suppression and works the other way round: unknown are the hidden groups themselves, each sum is one equation
 * between them, and a quantity is derivable exactly when it is a combination of equations.
 *
 * Asked modulo two primes; what only one of them derives is no derivation over the rationals.
 *
 * @param isKnown one flag per group
 */
export function createDerivationTest(
  sums: readonly Equation[],
  isKnown: readonly boolean[],
): (sum: GroupSum) => boolean {
  const tests = [FIRST_PRIME, SECOND_PRIME].map((prime) => createTest(sums, isKnown, prime));
  return (sum) => tests.every((isDerivable) => isDerivable(sum));
}

function createTest(
  sums: readonly Equation[],
  isKnown: readonly boolean[],
  prime: number,
): (sum: GroupSum) => boolean {
  const uses = new Map<number, number>();
  const equations = sums
    .map(({ parent, children }) => hiddenPart({ plus: [parent], minus: children }, isKnown, prime))
    .sort((a, b) => a.size - b.size);
  for (const equation of equations)
    for (const group of equation.keys()) uses.set(group, (uses.get(group) ?? 0) + 1);

  const solved = new Map<number, Row>();
  for (const equation of equations) {
    const rest = substitute(equation, solved, prime);
    const pivot = rarest(rest, uses);
    if (pivot !== undefined) solved.set(pivot, divide(rest, pivot, prime));
  }
  return (sum) => substitute(hiddenPart(sum, isKnown, prime), solved, prime).size === 0;
}

function hiddenPart({ plus, minus }: GroupSum, isKnown: readonly boolean[], prime: number): Row {
  const row: Row = new Map();
  for (const group of plus) if (isKnown[group] !== true) addEntry(row, group, 1, prime);
  for (const group of minus) if (isKnown[group] !== true) addEntry(row, group, prime - 1, prime);
  return row;
}

/**
 * Replaces every solved group by its equation. An equation may hold groups solved after it, never ones solved before
 * it, so this ends; a group replaced once does not come back through a later equation.
 */
function substitute(row: Row, solved: ReadonlyMap<number, Row>, prime: number): Row {
  const rest = new Map(row);
  const due = [...rest.keys()];
  for (let group = due.pop(); group !== undefined; group = due.pop()) {
    const equation = solved.get(group);
    const factor = rest.get(group);
    if (equation === undefined || factor === undefined) continue;
    for (const [other, value] of equation) {
      addEntry(rest, other, prime - multiplyModulo(value, factor, prime), prime);
      if (other !== group && rest.has(other)) due.push(other);
    }
  }
  return rest;
}

function addEntry(row: Row, group: number, value: number, prime: number): void {
  const sum = subtractModulo(row.get(group) ?? 0, (prime - value) % prime, prime);
  if (sum === 0) row.delete(group);
  else row.set(group, sum);
}

function rarest(row: Row, uses: ReadonlyMap<number, number>): number | undefined {
  let best: number | undefined;
  for (const group of row.keys()) {
    if (best === undefined || (uses.get(group) ?? 0) < (uses.get(best) ?? 0)) best = group;
  }
  return best;
}

function divide(row: Row, pivot: number, prime: number): Row {
  const inverse = invertModulo(row.get(pivot) ?? 0, prime);
  return new Map([...row].map(([group, value]) => [group, multiplyModulo(value, inverse, prime)]));
}
