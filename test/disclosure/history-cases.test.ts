import type { Policy } from '@credlink/disclosure';
import { EXACT_POLICY, ROUNDED_POLICY } from '@credlink/disclosure';
import { attackerRanges, parseSpec } from '@credlink/verifier';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { roundCount } from '../../packages/disclosure/src/rules/round-count.ts';
import { type Counts, outcomesOf, TOTAL, tableWithEarlier } from '../support/earlier-table.ts';
import { hasCases, readCase } from './case-folder.ts';

const Code = z.object({ d: z.string().default(TOTAL) });
const CaseCounts = z.record(z.string(), z.int());

const TwoReleases = z.object({
  releases: z.tuple([CaseCounts, CaseCounts]),
  facts: z.object({
    must_not_change: z.array(z.object({ key: Code, members_changed: z.int() })),
    may_change: z.array(z.object({ key: Code, members_changed: z.int() })),
    with_12_added_to_a: z.literal('both may change'),
  }),
});

const History = z.object({
  releases: z.tuple([z.record(z.string(), z.int().nullable()), z.record(z.string(), z.int().nullable())]),
  counts: z.tuple([CaseCounts, CaseCounts]),
  facts: z.object({ exact_with_history: z.array(z.object({ key: Code, value: z.int() })) }),
});

const METHODS: readonly (readonly [string, Policy])[] = [
  ['rounded', ROUNDED_POLICY],
  ['true', EXACT_POLICY],
];

describe.skipIf(!hasCases).each(METHODS)('public cases, %s counts', (_name, policy) => {
  test('two-releases: what must not change does not, and changes with twelve persons more', () => {
    const { releases, facts } = readCase('two-releases', TwoReleases);
    const [before, after] = releases;
    const earlier = Object.fromEntries(Object.entries(before).map(([code, n]) => [code, { n, value: n }]));
    const changes = [...facts.must_not_change, ...facts.may_change];
    const apart = Object.fromEntries(changes.map(({ key, members_changed }) => [key.d, members_changed]));
    const outcomes = outcomesOf(tableWithEarlier(leavesOf(after), earlier, apart, policy));
    for (const { key } of facts.must_not_change) {
      expect(outcomes[key.d]).toMatchObject({ status: 'carried', value: before[key.d] });
    }
    for (const { key } of facts.may_change) expect(outcomes[key.d]).toMatchObject({ value: after[key.d] });

    const more = { ...leavesOf(before), a: (before.a ?? 0) + 12 };
    const changed = outcomesOf(tableWithEarlier(more, earlier, { [TOTAL]: 12, a: 12, b: 0 }, policy));
    for (const { key } of facts.must_not_change) {
      expect(changed[key.d]).toEqual({
        status: 'ok',
        ...roundCount((before[key.d] ?? 0) + 12, policy),
      });
    }
  });

  test('history: what both stated releases tell together is not told by ours', () => {
    const { releases, counts, facts } = readCase('history', History);
    const [first, second] = counts;
    const sum = (of: Readonly<Record<string, number>>) => Object.values(of).reduce((a, b) => a + b, 0);
    const earlier = Object.fromEntries(
      [...Object.keys(first), TOTAL].map((code) => [
        code,
        { n: first[code] ?? sum(first), value: releases[0][code] ?? null },
      ]),
    );
    // The stated second release shows a, so it is what matters most here.
    const input = tableWithEarlier(second, earlier, { [TOTAL]: 30, c: 30 }, policy);
    const cells = input.cells.map((cell) => (cell.id === 'a' ? { ...cell, priority: 1 } : cell));
    const outcomes = outcomesOf({ ...input, cells });
    for (const { key } of facts.exact_with_history) expect(outcomes[key.d]).toEqual({ status: 'suppressed' });
    expect(outcomes.a).toEqual({ status: 'suppressed' });
    expect(outcomes[TOTAL]).toMatchObject({ status: 'ok' });
  });
});

test.skipIf(!hasCases)('history: the attacker has the stated value from both stated releases', async () => {
  const { releases, counts, facts } = readCase('history', History);
  const [first, second] = releases;
  // `new` joined c after the first release: both releases are then two groupings of the same leaves.
  const spec = {
    threshold: 10,
    dims: {
      d: {
        total: 'T2',
        hierarchies: [
          { a: 'T1', b: 'T1', c: 'T1', T1: 'T2', new: 'T2' },
          { a: 'T2', b: 'T2', c: 'c2', new: 'c2', c2: 'T2' },
        ],
      },
    },
    tables: [{ name: 't', dims: ['d'] }],
  };
  const values = {
    T1: first.T,
    T2: second.T,
    a: first.a ?? second.a,
    b: first.b ?? second.b,
    c: first.c,
    c2: second.c,
    new: null,
  };
  const cells = Object.entries(values).map(([d, value]) => ({
    table: 't',
    key: { d },
    value: value ?? null,
  }));
  const { derivable } = await attackerRanges(parseSpec(spec, 'whole').lattice, cells);
  const found = new Map(derivable.map(({ cell, value }) => [cell.key.d, value]));
  for (const { key, value } of facts.exact_with_history) {
    expect(found.get(key.d)).toBe(value);
    expect(counts[1][key.d]).toBe(value);
  }
});

function leavesOf({ [TOTAL]: _, ...leaves }: Counts): Counts {
  return leaves;
}
