import { expect, test } from 'vitest';
import { computeTiny, holder, wage } from './tiny-exchange.ts';

const QUARTER = 2019 * 4;

/** Persons from `first` on. */
const people = (first: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, place) => first + place);

/** Persons of each large employer, largest first; nobody but holders is in a cell. */
async function paidBy(
  wages: readonly (readonly [employer: number, persons: readonly number[]])[],
  employers: readonly { readonly employer: number; readonly successor_of: number }[] = [],
): Promise<readonly number[]> {
  const { computed, close } = await computeTiny({
    holders: people(1, 40).map((person) => holder(person, '2019-03-05')),
    wages: wages.flatMap(([employer, persons]) =>
      persons.flatMap((person) => [
        wage(person, QUARTER, 9000, { employer }),
        wage(person, QUARTER + 1, 9000, { employer }),
      ]),
    ),
    employers: employers.map((row) => ({ employer_unit: 1, ...row })),
  });
  await close();
  return computed.employers
    .map(({ persons }) => persons.reduce((sum, one) => sum + one, 0))
    .sort((a, b) => b - a);
}

test('an employer of ten persons in cells is large, one of nine is not; each person counts once', async () => {
  expect(
    await paidBy([
      [1, people(1, 12)],
      [2, people(1, 10)],
      [3, people(20, 9)],
    ]),
  ).toEqual([12, 10]);
});

test('nobody but those in cells counts', async () => {
  expect(await paidBy([[1, people(32, 12)]])).toEqual([]);
  expect(await paidBy([[1, people(31, 12)]])).toEqual([10]);
});

test('who took another over knows whom that one paid', async () => {
  const wages = [
    [1, people(1, 6)],
    [2, people(5, 6)],
  ] as const;
  expect(await paidBy(wages)).toEqual([]);
  expect(await paidBy(wages, [{ employer: 1, successor_of: 2 }])).toEqual([10]);
});

test('a line that takes wages back pays nobody', async () => {
  const { computed, close } = await computeTiny({
    holders: people(1, 12).map((person) => holder(person, '2019-03-05')),
    wages: people(1, 12).map((person) => wage(person, QUARTER, person <= 10 ? 9000 : -50)),
  });
  await close();
  expect(computed.employers.map(({ persons }) => persons.reduce((sum, one) => sum + one, 0))).toEqual([10]);
});
