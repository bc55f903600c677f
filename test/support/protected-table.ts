import { type InputCell, type ProtectInput, ROUNDED_POLICY } from '@credlink/disclosure';
import { protect } from '../disclosure/protect.ts';

/** A table of one dimension whose codes hold the given numbers of persons, each code one atom, with its total. */
export function tableOf(
  counts: Readonly<Record<string, number>>,
  changes: Partial<ProtectInput> = {},
): ProtectInput {
  const codes = Object.keys(counts);
  const cells = codes.map((code, atom) => cell(code, [atom], counts[code] ?? 0));
  const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
  return {
    atoms: everybodyVouched(Object.values(counts)),
    dimensions: {},
    cells: [cell('all', [...codes.keys()], total), ...cells],
    shares: [],
    percentiles: [],
    blurCents: ROUNDED_POLICY.percentiles.blurCents,
    concentrations: [],
    policy: ROUNDED_POLICY,
    earlier: [],
    ...changes,
  };
}

/** One atom a weight, all of whose persons are confirmed. */
export function everybodyVouched(weights: readonly number[]): ProtectInput['atoms'] {
  return { weights: Uint32Array.from(weights), vouched: Uint32Array.from(weights) };
}

/** A cell of the table `t`, of these atoms and `n` persons. */
export function cell(
  code: string,
  members: readonly number[],
  n: number,
  changes: Partial<InputCell> = {},
): InputCell {
  return {
    id: code,
    table: 't',
    population: 'persons',
    key: { d: code },
    members: Uint32Array.from(members),
    n,
    priority: 0,
    use: 'publish',
    ...changes,
  };
}

/** What a release shows of each cell; null where it is hidden. */
export function shown(input: ProtectInput): Record<string, number | null> {
  return Object.fromEntries(
    protect(input).cells.map(({ id, outcome }) => [id, outcome.status === 'ok' ? outcome.value : null]),
  );
}
