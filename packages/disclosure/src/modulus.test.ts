import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FIRST_PRIME, invertModulo, multiplyModulo, SECOND_PRIME, subtractModulo } from './modulus.ts';

const primes = [FIRST_PRIME, SECOND_PRIME];
const residue = fc.integer({ min: 0, max: SECOND_PRIME - 1 });

test('both moduli are different primes below 2^26', () => {
  for (const prime of primes) {
    expect(prime).toBeLessThan(2 ** 26);
    for (let divisor = 2; divisor * divisor <= prime; divisor += 1) expect(prime % divisor).not.toBe(0);
  }
  expect(FIRST_PRIME).not.toBe(SECOND_PRIME);
});

test('products and differences agree with big integers', () => {
  fc.assert(
    fc.property(residue, residue, fc.constantFrom(...primes), (a, b, prime) => {
      expect(multiplyModulo(a, b, prime)).toBe(Number((BigInt(a) * BigInt(b)) % BigInt(prime)));
      expect(subtractModulo(a, b, prime)).toBe(
        Number((BigInt(a) - BigInt(b) + BigInt(prime)) % BigInt(prime)),
      );
    }),
  );
});

test('the largest residues do not overflow', () => {
  for (const prime of primes) expect(multiplyModulo(prime - 1, prime - 1, prime)).toBe(1);
});

test('a number times its inverse is 1, and 0 has none', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: SECOND_PRIME - 1 }), fc.constantFrom(...primes), (a, prime) => {
      expect(multiplyModulo(a, invertModulo(a, prime), prime)).toBe(1);
    }),
  );
  expect(() => invertModulo(0, FIRST_PRIME)).toThrow(RangeError);
});
