import { ROUNDED_POLICY } from '@credlink/disclosure';
import { expect, test } from 'vitest';
import { Random } from '../../packages/sample/src/random.ts';
import { createPersonSource } from '../bench/cube-persons.ts';
import { nextQuarter } from '../bench/cube-quarter.ts';
import { buildCubeSpec, CUBE_SIZES } from '../bench/cube-shape.ts';
import { cubeInput } from './cube.ts';

function generate(seed: number) {
  const size = CUBE_SIZES.xs;
  const spec = buildCubeSpec('xs', size, seed, new Random(`shape ${seed}`));
  const source = createPersonSource(spec, size, new Random(`persons ${seed}`));
  const first = Array.from({ length: size.persons }, (_, place) => source(place + 1));
  return { spec, first, second: nextQuarter(first, source, ['K01', 'K02'], new Random(`quarter ${seed}`)) };
}

test('a generated cube has the size its name says, and every person stands in every table', () => {
  const { spec, first } = generate(1);
  const { cells } = cubeInput(spec, first, ROUNDED_POLICY);
  expect(cells.length).toBeGreaterThan(1000);
  expect(cells.length).toBeLessThan(2000);
  const totals = cells.filter(({ key }) =>
    Object.entries(key).every(([name, code]) => spec.dims[name]?.total === code),
  );
  expect(totals.map(({ n }) => n)).toEqual([2000, 2000, 2000, 2000]);
});

test('its tables are skewed: small cells, empty ones that could exist, and large ones', () => {
  const { spec, first } = generate(2);
  const { cells } = cubeInput(spec, first, ROUNDED_POLICY);
  expect(cells.filter(({ n }) => n === 0).length).toBeGreaterThan(10);
  expect(cells.filter(({ n }) => n > 0 && n < 10).length).toBeGreaterThan(100);
  expect(cells.filter(({ n }) => n > 500).length).toBeGreaterThan(10);
});

test('one quarter later a few are gone, a few are new, and one group takes in many', () => {
  const { first, second } = generate(3);
  const before = new Set(first.map(({ person }) => person));
  const after = new Set(second.map(({ person }) => person));
  expect(after.size).toBe(second.length);
  expect([...before].filter((person) => !after.has(person))).toHaveLength(9);
  const intake = new Map<string, number>();
  for (const { person, credential, cohort, issuer } of second) {
    if (before.has(person)) continue;
    const group = `${credential} ${cohort} ${issuer}`;
    intake.set(group, (intake.get(group) ?? 0) + 1);
  }
  expect(Math.max(...intake.values())).toBeGreaterThanOrEqual(60);
});

test('the same seed gives the same persons, another seed others', () => {
  const rows = (seed: number) => JSON.stringify(generate(seed).second);
  expect(rows(4)).toBe(rows(4));
  expect(rows(4)).not.toBe(rows(5));
});
