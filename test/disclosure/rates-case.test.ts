import { EXACT_POLICY, type InputCell, type ProtectInput, ROUNDED_POLICY } from '@credlink/disclosure';
import { attackerRanges, parseSpec } from '@credlink/verifier';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { hasCases, readCase } from './case-folder.ts';
import { protect } from './protect.ts';

const Key = z.object({ d: z.string().default('T') });
const Rates = z.object({
  threshold: z.int(),
  pairs: z.array(z.object({ key: Key, n: z.int(), employed: z.int() })),
  facts: z.object({
    group_statements: z.array(z.object({ key: Key })),
    small_complements: z.array(z.object({ key: Key, complement: z.int(), fine: z.boolean().default(false) })),
    derivable_when_hidden: z.array(z.object({ hidden: z.string(), value: z.int() })),
  }),
});
type Rates = z.infer<typeof Rates>;

const rates: Rates | null = hasCases ? readCase('rates', Rates) : null;
const LEAVES = ['a', 'b', 'c'];

/** Atoms: the employed and the others of every leaf. The rate of every code is asked for. */
function inputOf({ pairs }: Rates, policy: ProtectInput['policy'], use: InputCell['use']): ProtectInput {
  const pairOf = (code: string) => pairs.find(({ key }) => key.d === code) ?? { n: 0, employed: 0 };
  const atoms = LEAVES.flatMap((leaf) => {
    const { n, employed } = pairOf(leaf);
    return [employed, n - employed];
  });
  const weights = Uint32Array.from(atoms);
  const codes = ['T', ...LEAVES];
  const cell = (population: string, code: string, own: InputCell['use']): InputCell => {
    const leaves = code === 'T' ? [...LEAVES.keys()] : [LEAVES.indexOf(code)];
    const members = leaves.flatMap((leaf) =>
      population === 'employed' ? [2 * leaf] : [2 * leaf, 2 * leaf + 1],
    );
    const n = members.reduce((sum, atom) => sum + (weights[atom] ?? 0), 0);
    const id = `${population} ${code}`;
    const key = { d: code };
    return { id, table: 'n', population, key, members: Uint32Array.from(members), n, priority: 0, use: own };
  };
  return {
    atoms: { weights, vouched: weights },
    dimensions: {
      d: {
        total: 'T',
        mustNest: true,
        trees: [Object.fromEntries(LEAVES.map((leaf): [string, string] => [leaf, 'T']))],
      },
    },
    cells: codes.flatMap((code) => [cell('n', code, 'publish'), cell('employed', code, use)]),
    shares: codes.map((code) => ({
      id: code,
      numerator: `employed ${code}`,
      denominator: `n ${code}`,
      suppliedByOthers: 100,
    })),
    percentiles: [],
    concentrations: [],
    policy,
    earlier: [],
  };
}

function shownOf(input: ProtectInput) {
  const { cells, shares } = protect(input);
  const shown = ({ outcome }: { outcome: { status: string } }) => outcome.status !== 'suppressed';
  return {
    shares: shares.filter(shown).map(({ id }) => id),
    cells: new Map(cells.filter(shown).map(({ id, outcome }) => [id, outcome])),
  };
}

describe.skipIf(rates === null)('rates', () => {
  if (rates === null) return;
  const { facts, threshold } = rates;
  const refused = [
    ...facts.group_statements.map(({ key }) => key.d),
    ...facts.small_complements.filter(({ fine }) => !fine).map(({ key }) => key.d),
  ];

  test('rounded: what says all of a group, and a complement of 3, are not shown; a complement of 8 is fine', () => {
    expect(inputOf(rates, ROUNDED_POLICY, 'base').policy.counts.minimum).toBe(threshold);
    const { shares } = shownOf(inputOf(rates, ROUNDED_POLICY, 'base'));
    expect(refused).toEqual(['a', 'b']);
    // Of c the case says nothing: 80 to 90 % of 25 to 34 persons leaves 5 or 6 others, which is told too closely.
    expect(shares).toEqual(['T']);
  });

  test('rounded: what is left of the employed of the hidden group is far from one number, and not all of it', () => {
    const { shares, cells } = protect(inputOf(rates, ROUNDED_POLICY, 'base'));
    const band = (id: string) => shares.find((share) => share.id === id)?.outcome;
    const left = enumerateEmployed(
      (code) => cells.find(({ id }) => id === `n ${code}`)?.outcome,
      (code) => band(code),
    );
    expect(left.employed.has(12)).toBe(true);
    expect(left.employed.size).toBeGreaterThanOrEqual(threshold);
    expect(left.others.size).toBeGreaterThanOrEqual(threshold);
  });

  test('true counts: the same, and the total too, whose 8 others a band beside a true count would name', () => {
    const { shares } = shownOf(inputOf(rates, EXACT_POLICY, 'base'));
    expect(shares).toEqual([]);
  });

  test('true counts: with both counts asked for, no group shows both where they differ by 0 to 9', () => {
    const { cells } = shownOf(inputOf(rates, EXACT_POLICY, 'publish'));
    const close = rates.pairs.filter(({ n, employed }) => n - employed < threshold);
    expect(close.length).toBe(4);
    for (const { key } of close) {
      expect([key.d, cells.has(`n ${key.d}`) && cells.has(`employed ${key.d}`)]).toEqual([key.d, false]);
    }
  });

  test('hidden, it would follow from the shown employed of its siblings; of protected counts it does not', async () => {
    const [stated] = facts.derivable_when_hidden;
    const others = new Set(['T', 'b', 'c'].map((code) => `employed ${code}`));
    expect(await derivable(rates, (id) => others.has(id))).toEqual([['a', stated?.value]]);
    const { cells } = shownOf(inputOf(rates, EXACT_POLICY, 'publish'));
    const derived = await derivable(rates, (id) => cells.has(id));
    const known = (code: string) => cells.has(`employed ${code}`) || derived.some(([d]) => d === code);
    for (const code of ['T', ...LEAVES]) expect(known(code) && cells.has(`n ${code}`)).toBe(false);
  });
});

/** What the verifier derives of the hidden employed where the given counts are shown as they are. */
async function derivable({ threshold, pairs }: Rates, isShown: (id: string) => boolean) {
  const parents = Object.fromEntries(LEAVES.map((leaf) => [leaf, 'T']));
  const spec = {
    threshold,
    dims: { d: { total: 'T', parents } },
    tables: [{ name: 'employed', dims: ['d'] }],
  };
  const cells = pairs.map(({ key, employed }) => ({
    table: 'employed',
    key,
    value: isShown(`employed ${key.d}`) ? employed : null,
  }));
  const found = await attackerRanges(parseSpec(spec, 'whole').lattice, cells);
  return found.derivable.map(({ cell, value }) => [cell.key.d, value]);
}

type Shown = ReturnType<typeof protect>['cells'][number]['outcome'] | undefined;

/** Every whole number of employed, and of others, of `a` that agrees with all shown counts and bands. */
function enumerateEmployed(count: (code: string) => Shown, band: (code: string) => Shown) {
  const employed = new Set<number>();
  const others = new Set<number>();
  const sizes = (code: string) => {
    const shown = count(code);
    if (shown === undefined || shown.status === 'suppressed') throw new TypeError('a count is hidden');
    return Array.from({ length: shown.high - shown.low + 1 }, (_, place) => shown.low + place);
  };
  const parts = (code: string, n: number) => {
    const shown = band(code);
    const all = Array.from({ length: n + 1 }, (_, inside) => inside);
    if (shown === undefined || shown.status === 'suppressed') return all;
    return all.filter((inside) => inside >= shown.low * n && inside < shown.high * n);
  };
  const wholes = new Set(sizes('T'));
  for (const a of sizes('a'))
    for (const b of sizes('b'))
      for (const c of sizes('c')) {
        const whole = a + b + c;
        if (!wholes.has(whole)) continue;
        for (const all of parts('T', whole))
          for (const inC of parts('c', c)) {
            for (const inB of parts('b', b)) {
              const inA = all - inC - inB;
              if (inA < 0 || inA > a) continue;
              employed.add(inA);
              others.add(a - inA);
            }
          }
      }
  return { employed, others };
}
