import type { InputCell, ProtectInput } from '@credlink/disclosure';
import { EXACT_POLICY, POLICIES, ROUNDED_POLICY } from '@credlink/disclosure';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { combine, createRankTest, type Space } from './attacker.ts';
import { protect } from './protect.ts';

type Person = { readonly k: string; readonly y: string; readonly s: string; readonly isVouched: boolean };

const person = fc.record({
  k: fc.constantFrom('k1', 'k1', 'k1', 'k2', 'k3'),
  y: fc.constantFrom('y1', 'y1', 'y2', 'y3'),
  s: fc.constantFrom('none', 'none', 'a', 'a', 'a', 'b', 'c'),
  isVouched: fc.constantFrom(true, true, true, false),
});
const persons = fc.array(person, { minLength: 60, maxLength: 300 });

const KEYS = ['k1', 'k2', 'k3'];
const YEARS = ['all', 'y1', 'y2', 'y3'];
const SECTORS = ['a', 'b', 'c'];

/** Holders by key and year (published), the employed among them by sector (bases), and each as a share of holders. */
function outcomeInput(people: readonly Person[], policy: ProtectInput['policy']): ProtectInput {
  const cell = (
    population: string,
    key: Readonly<Record<string, string>>,
    use: InputCell['use'],
    holds: (person: Person) => boolean,
  ): InputCell => {
    const members = people.flatMap((each, atom) => (holds(each) ? [atom] : []));
    const id = `${population} ${Object.values(key).join(' ')}`;
    return {
      id,
      table: 't',
      population,
      key,
      members: Uint32Array.from(members),
      n: members.length,
      priority: 0,
      use,
    };
  };
  const addresses = KEYS.flatMap((k) => YEARS.map((y) => ({ k, y })));
  const isAt = (k: string, y: string) => (each: Person) => each.k === k && (y === 'all' || each.y === y);
  const cells = addresses.flatMap(({ k, y }) => [
    cell('holders', { k, y }, 'publish', isAt(k, y)),
    cell('employed', { k, y }, 'base', (each) => isAt(k, y)(each) && each.s !== 'none'),
    ...SECTORS.map((s) => cell('employed', { k, y, s }, 'base', (each) => isAt(k, y)(each) && each.s === s)),
  ]);
  const shares = addresses.flatMap(({ k, y }) => [
    {
      id: `rate ${k} ${y}`,
      numerator: `employed ${k} ${y}`,
      denominator: `holders ${k} ${y}`,
      suppliedByOthers: 100,
    },
    ...SECTORS.map((s) => ({
      id: `sector ${k} ${y} ${s}`,
      numerator: `employed ${k} ${y} ${s}`,
      denominator: `employed ${k} ${y}`,
      suppliedByOthers: 100,
    })),
  ]);
  return {
    atoms: {
      weights: new Uint32Array(people.length).fill(1),
      vouched: Uint32Array.from(people, ({ isVouched }) => (isVouched ? 1 : 0)),
    },
    dimensions: {},
    cells,
    shares,
    percentiles: [],
    concentrations: [],
    policy,
    earlier: [],
  };
}

function shownShares(input: ProtectInput): ReadonlySet<string> {
  return new Set(
    protect(input)
      .shares.filter(({ outcome }) => outcome.status === 'ok')
      .map(({ id }) => id),
  );
}

test('every table of counts and shares can be protected, and every shown share keeps its minimums', () => {
  fc.assert(
    fc.property(persons, fc.constantFrom(...Object.values(POLICIES)), (people, policy) => {
      const input = outcomeInput(people, policy);
      const n = new Map(input.cells.map((cell) => [cell.id, cell.n]));
      const shown = shownShares(input);
      const { minimumNumerator, minimumComplement } = policy.shares;
      for (const { id, numerator, denominator } of input.shares.filter((share) => shown.has(share.id))) {
        const inside = n.get(numerator) ?? 0;
        expect([
          id,
          inside >= minimumNumerator,
          (n.get(denominator) ?? 0) - inside >= minimumComplement,
        ]).toEqual([id, true, true]);
      }
    }),
    { numRuns: 150, seed: 11 },
  );
});

test('true counts: from shown counts and shares taken as exact, no small part and no small complement follows', () => {
  fc.assert(
    fc.property(persons, (people) => {
      const input = outcomeInput(people, EXACT_POLICY);
      const { minimum } = EXACT_POLICY.counts;
      const shown = shownShares(input);
      const counts = protect(input)
        .cells.filter(({ outcome }) => outcome.status === 'ok')
        .map(({ id }) => id);
      const space = productSpace(input);
      const known = new Set([
        ...counts,
        ...input.shares
          .filter(({ id }) => shown.has(id))
          .flatMap(({ numerator, denominator }) => [numerator, denominator]),
      ]);
      const isDerivable = createRankTest([...known].map((id) => combine(space, [id], [])));
      const n = new Map(input.cells.map((cell) => [cell.id, cell.n]));
      const told = [
        ...input.cells
          .filter((cell) => cell.n < minimum && isDerivable(combine(space, [cell.id], [])))
          .map(({ id }) => id),
        ...input.shares
          .filter(
            ({ numerator, denominator }) => (n.get(denominator) ?? 0) - (n.get(numerator) ?? 0) < minimum,
          )
          .filter(({ numerator, denominator }) => isDerivable(combine(space, [denominator], [numerator])))
          .map(({ id }) => `complement of ${id}`),
      ];
      expect(told).toEqual([]);
    }),
    { numRuns: 60, seed: 11 },
  );
});

test('rounded counts show more shares than true counts do', () => {
  const samples = fc.sample(persons, { numRuns: 20, seed: 11 });
  const total = (policy: ProtectInput['policy']) =>
    samples.reduce((sum, people) => sum + shownShares(outcomeInput(people, policy)).size, 0);
  expect(total(ROUNDED_POLICY)).toBeGreaterThan(total(EXACT_POLICY));
  expect(total(EXACT_POLICY)).toBeGreaterThan(0);
});

/** Key x year x sector (or none) for everybody who could be there. */
function productSpace(input: ProtectInput): Space {
  const atoms = KEYS.flatMap((k) =>
    YEARS.slice(1).flatMap((y) => ['none', ...SECTORS].map((s) => ({ k, y, s }))),
  );
  const vectors = new Map(
    input.cells.map(({ id, population, key }) => [
      id,
      atoms.map((atom) => {
        const isIn =
          atom.k === key.k &&
          (key.y === 'all' || atom.y === key.y) &&
          (key.s === undefined || atom.s === key.s) &&
          (population === 'holders' || atom.s !== 'none');
        return isIn ? 1n : 0n;
      }),
    ]),
  );
  return { vectors, width: atoms.length };
}
