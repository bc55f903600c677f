import { type EarlierRelease, type Outcome, type ProtectInput, ROUNDED_POLICY } from '@credlink/disclosure';
import { roundCount } from '../../packages/disclosure/src/rules/round-count.ts';
import { protect } from '../disclosure/protect.ts';
import { cell, everybodyVouched } from './protected-table.ts';

/** The code of all persons of `tableWithEarlier`. */
export const TOTAL = 'T';

export type Counts = Readonly<Record<string, number>>;
export type Earlier = Readonly<Record<string, { readonly n: number; readonly value: number | null }>>;

/** A table of one dimension, `counts` by leaf, with what an earlier release said of the same addresses. */
export function tableWithEarlier(
  counts: Counts,
  earlier: Earlier | null,
  apart: Counts,
  policy = ROUNDED_POLICY,
): ProtectInput {
  const leaves = Object.keys(counts);
  const weights = Object.values(counts);
  const release: EarlierRelease | null = earlier && {
    id: 'first',
    cells: Object.entries(earlier).map(([code, { n, value }]) => ({
      population: 'persons',
      key: { d: code },
      n,
      shown: value === null ? null : roundCount(value, policy),
      set: 'first',
      apart: apart[code] ?? 0,
    })),
    shares: [],
    percentiles: [],
  };
  return {
    atoms: everybodyVouched(weights),
    dimensions: {
      d: { total: TOTAL, mustNest: true, trees: [Object.fromEntries(leaves.map((leaf) => [leaf, TOTAL]))] },
    },
    cells: [
      cell(
        TOTAL,
        [...leaves.keys()],
        weights.reduce((sum, n) => sum + n, 0),
      ),
      ...leaves.map((leaf, atom) => cell(leaf, [atom], counts[leaf] ?? 0)),
    ],
    shares: [],
    percentiles: [],
    blurCents: policy.percentiles.blurCents,
    concentrations: [],
    policy,
    earlier: release === null ? [] : [release],
  };
}

export function outcomesOf(input: ProtectInput): Readonly<Record<string, Outcome>> {
  return Object.fromEntries(protect(input).cells.map(({ id, outcome }) => [id, outcome]));
}
