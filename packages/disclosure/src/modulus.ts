/**
 * Primes below 2^26: a product stays below 2^52, so arithmetic in doubles is exact. The suppression works with the
 * first; the check of its result uses both, so that a relation that holds only modulo one of them is no evidence.
 */
export const FIRST_PRIME = 67_108_859;
export const SECOND_PRIME = 67_108_837;

/** `a * b mod prime` for `a` and `b` from 0 to prime - 1. */
export function multiplyModulo(a: number, b: number, prime: number): number {
  const product = a * b;
  const rest = product - Math.floor(product / prime) * prime;
  // The division is rounded, so its floor can be one off to either side.
  if (rest < 0) return rest + prime;
  return rest >= prime ? rest - prime : rest;
}

/** `a - b mod prime`. */
export function subtractModulo(a: number, b: number, prime: number): number {
  const difference = a - b;
  return difference < 0 ? difference + prime : difference;
}

/**
 * The number whose product with `a` is 1, by the extended Euclidean algorithm.
 * @throws {RangeError} for 0, which has none.
 */
export function invertModulo(a: number, prime: number): number {
  if (a === 0) throw new RangeError('0 has no inverse');
  let [rest, nextRest] = [prime, a];
  let [factor, nextFactor] = [0, 1];
  while (nextRest !== 0) {
    const quotient = Math.floor(rest / nextRest);
    [rest, nextRest] = [nextRest, rest - quotient * nextRest];
    [factor, nextFactor] = [nextFactor, factor - quotient * nextFactor];
  }
  return factor < 0 ? factor + prime : factor;
}
