import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scramble } from './permutation.ts';
import { Random } from './random.ts';

test('a seed gives its numbers again, another one others', () => {
  const draw = (seed: string) =>
    Array.from(
      { length: 5 },
      (
        (random) => () =>
          random.below(1_000_000)
      )(new Random(seed)),
    );
  expect(draw('a/1')).toEqual(draw('a/1'));
  expect(draw('a/2')).not.toEqual(draw('a/1'));
});

test('the numbers are spread evenly, from one generator and over neighbouring seeds', () => {
  const counts = (next: (index: number) => number) => {
    const bins = Array.from({ length: 10 }, () => 0);
    for (let index = 0; index < 20_000; index++) {
      const bin = Math.floor(next(index) * 10);
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    return bins.map((count) => Math.abs(count - 2000));
  };
  const random = new Random('even');
  // Six standard deviations of a binomial count of 20,000 at one tenth.
  expect(Math.max(...counts(() => random.next()))).toBeLessThan(255);
  expect(Math.max(...counts((index) => new Random(`seed/${index}`).next()))).toBeLessThan(255);
});

test('normal numbers have mean 0 and deviation 1', () => {
  const random = new Random('bell');
  const numbers = Array.from({ length: 20_000 }, () => random.normal());
  const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  const variance = numbers.reduce((sum, number) => sum + (number - mean) ** 2, 0) / numbers.length;
  expect(Math.abs(mean)).toBeLessThan(0.04);
  expect(Math.abs(variance - 1)).toBeLessThan(0.06);
});

test('scrambling reaches every place once, whatever the size and salt', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(2_000_000), (size, salt) => {
      const places = new Set(Array.from({ length: size }, (_, index) => scramble(index, size, salt)));
      expect(places.size).toBe(size);
    }),
  );
});
