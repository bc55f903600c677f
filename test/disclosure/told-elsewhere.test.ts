import { EXACT_POLICY, type ProtectInput, ROUNDED_POLICY } from '@credlink/disclosure';
import { expect, test } from 'vitest';
import { Random } from '../../packages/sample/src/random.ts';
import { shown, tableOf } from '../support/protected-table.ts';
import { protect } from './protect.ts';

/** A table of one dimension, `counts` by leaf, of which others publish the counts at the codes named. */
function toldElsewhere(
  counts: Readonly<Record<string, number>>,
  elsewhere: readonly string[],
  policy = ROUNDED_POLICY,
): ProtectInput {
  return tableOf(counts, {
    policy,
    elsewhere: elsewhere.map((code) => ({ population: 'persons', key: { d: code } })),
  });
}

test('beside a public total a part is not shown that leaves a few persons', () => {
  // 10 says 10 to 14: of 15 that leaves 1 to 5, of 10 to 19 as low as nobody.
  expect(shown(toldElsewhere({ a: 12, b: 3 }, []))).toEqual({ a: 10, all: 20, b: null });
  expect(shown(toldElsewhere({ a: 12, b: 3 }, ['all']))).toEqual({ a: null, all: 20, b: null });
});

test('a small public count is not held against the release, and the other parts are guarded with it', () => {
  // Of 40 persons a 24 and b 4 are public: c and d share 12.
  const counts = { a: 24, b: 4, c: 8, d: 4 };
  expect(shown(toldElsewhere(counts, ['all', 'a', 'b']))).toEqual({
    a: 20,
    all: 40,
    b: null,
    c: null,
    d: null,
  });
});

test('what public counts tell to the person by themselves does not stop a release', () => {
  expect(shown(toldElsewhere({ a: 24, b: 4, c: 7 }, ['all', 'a', 'b']))).toEqual({
    a: 20,
    all: 40,
    b: null,
    c: null,
  });
});

test('the certificate says how many counts of others were reckoned with', () => {
  const noteOf = (elsewhere: readonly string[]) =>
    protect(toldElsewhere({ a: 24, b: 30 }, elsewhere)).checks.find(({ id }) => id === 'B4')?.note;
  expect(noteOf(['all', 'a'])).toContain('know 2 counts that others publish');
  expect(noteOf([])).not.toContain('others publish');
});

test('a count at no address, and any beside true counts, is refused', () => {
  expect(() => protect(toldElsewhere({ a: 24, b: 30 }, ['c']))).toThrow('has no address here');
  expect(() => protect(toldElsewhere({ a: 24, b: 30 }, ['a'], EXACT_POLICY))).toThrow(
    'where counts are rounded',
  );
});

type Range = { readonly low: number; readonly high: number };

/** A table of two dimensions with totals, of which others publish whatever counts chance says. */
function crossTable(random: Random): { readonly input: ProtectInput; readonly lines: readonly string[][] } {
  const [rows, columns] = [random.between(2, 5), random.between(2, 5)];
  const sizes = Array.from({ length: rows * columns }, () =>
    random.chance(0.3) ? 0 : random.below(random.chance(0.5) ? 12 : 80),
  );
  const weights = Uint32Array.from(sizes);
  const all = [...sizes.keys()];
  const place = (code: string, index: number): boolean => code === 'all' || Number(code) === index;
  const codes = (count: number): readonly string[] => [
    'all',
    ...Array.from({ length: count }, (_, at) => `${at}`),
  ];
  const cells = codes(rows).flatMap((row) =>
    codes(columns).map((column): ProtectInput['cells'][number] => {
      const members = all.filter(
        (atom) => place(row, Math.floor(atom / columns)) && place(column, atom % columns),
      );
      return {
        id: `${row} ${column}`,
        table: 't',
        population: 'persons',
        key: { row, column },
        members: Uint32Array.from(members),
        n: members.reduce((sum, atom) => sum + (weights[atom] ?? 0), 0),
        priority: [row, column].filter((code) => code === 'all').length,
        use: 'publish',
      };
    }),
  );
  const share = random.next();
  const elsewhere = cells
    .filter(() => random.chance(share))
    .map(({ population, key }) => ({ population, key }));
  const input = { ...tableOf({}), atoms: { weights, vouched: weights }, cells, elsewhere };
  const [, ...leafRows] = codes(rows);
  const [, ...leafColumns] = codes(columns);
  return {
    input,
    lines: [
      ...codes(rows).map((row) => [`${row} all`, ...leafColumns.map((column) => `${row} ${column}`)]),
      ...codes(columns).map((column) => [`all ${column}`, ...leafRows.map((row) => `${row} ${column}`)]),
    ],
  };
}

/** What follows for every cell along single lines, from what is seen of some. */
function followLines(
  lines: readonly string[][],
  seen: (id: string) => Range | null,
): ReadonlyMap<string, Range> {
  const known = new Map(
    lines.flat().map((id) => [id, seen(id) ?? { low: 0, high: Number.POSITIVE_INFINITY }]),
  );
  const of = (id: string): Range => known.get(id) ?? { low: 0, high: 0 };
  const sum = (ids: readonly string[], end: 'low' | 'high') =>
    ids.reduce((total, id) => total + of(id)[end], 0);
  for (let pass = 0; pass < 20; pass += 1) {
    for (const [total = '', ...parts] of lines) {
      const tighten = (id: string, low: number, high: number) =>
        known.set(id, { low: Math.max(of(id).low, low), high: Math.min(of(id).high, high) });
      tighten(total, sum(parts, 'low'), sum(parts, 'high'));
      for (const part of parts) {
        const others = parts.filter((other) => other !== part);
        tighten(part, of(total).low - sum(others, 'high'), of(total).high - sum(others, 'low'));
      }
    }
  }
  return known;
}

test('whatever others publish, a release is made, and its lines tell no hidden count that theirs leave open', () => {
  const random = new Random('counts elsewhere');
  let toldWithout = 0;
  for (let run = 0; run < 300; run += 1) {
    const { input, lines } = crossTable(random);
    const publicIds = new Set(input.elsewhere?.map(({ key }) => `${key.row} ${key.column}`));
    const numbers = new Map(input.cells.map(({ id, n }) => [id, n]));
    const exact = (id: string): Range | null => {
      const n = numbers.get(id) ?? 0;
      return publicIds.has(id) ? { low: n, high: n } : null;
    };
    const alone = followLines(lines, exact);
    /**
     * Cells that are hidden and told: to the person, by a reader who uses that counts are whole; or as closely as the bar
     * forbids, by one who reads them as real numbers.
     */
    const attack = (of: ProtectInput): readonly string[] => {
      const outcomes = new Map(protect(of).cells.map(({ id, outcome }) => [id, outcome]));
      const isHidden = (id: string): boolean => outcomes.get(id)?.status === 'suppressed';
      const read = (slack: number) =>
        followLines(lines, (id) => {
          const outcome = outcomes.get(id);
          if (outcome === undefined || outcome.status === 'suppressed') return exact(id);
          return exact(id) ?? { low: outcome.low, high: outcome.high + slack };
        });
      const [whole, real] = [read(0), read(1)];
      const isExact = (range: Range | undefined) => range?.low === range?.high;
      const isOpen = (range: Range | undefined) =>
        range !== undefined && range.high - range.low >= 10 && range.high >= 10;
      return [...numbers.keys()].filter((id) => {
        if (publicIds.has(id) || !isHidden(id)) return false;
        const before = alone.get(id);
        return (isExact(whole.get(id)) && !isExact(before)) || (isOpen(before) && !isOpen(real.get(id)));
      });
    };
    expect(attack(input)).toEqual([]);
    toldWithout += attack({ ...input, elsewhere: [] }).length;
  }
  // The same attack finds many where the release was not told of the others' counts.
  expect(toldWithout).toBeGreaterThan(100);
});
