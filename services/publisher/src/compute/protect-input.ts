import { TOTAL } from '@credlink/contracts';
import type { Dimension, EarlierRelease, Insider, Policy, ProtectInput } from '@credlink/disclosure';
import type { ComputedCells, ComputedFigure, CountCell } from './computed-cells.ts';

/** Ids that tie a figure to what disclosure control returns for it. */
export function cellId(cell: number): string {
  return `c${cell}`;
}

export function shareId(figure: Pick<ComputedFigure, 'numerator' | 'population'>): string {
  return `s${figure.numerator}/${figure.population}`;
}

export function percentilesId(distribution: number): string {
  return `d${distribution}`;
}

/** A share from 0 to 1 as whole percent. */
export function percentOf(share: number): number {
  return Math.round(share * 100);
}

/**
 * The computed cells as disclosure control takes them. Figures that the calendar closes are left out, and with them
 * the cells that only they rest on.
 *
 * @param revised of a restatement: by atom, persons whose wages were revised
 */
export function protectInputOf(
  computed: ComputedCells,
  dimensions: Readonly<Record<string, Dimension>>,
  policy: Policy,
  earlier: readonly EarlierRelease[],
  revised: ReadonlyMap<number, number> | null = null,
): ProtectInput {
  const open = computed.figures.filter(({ calendar }) => calendar === 'open');
  const published = new Set(open.filter(({ unit }) => unit === 'count').map(({ population }) => population));
  const used = new Set(
    open.flatMap(({ population, numerator }) =>
      numerator === null ? [population] : [population, numerator],
    ),
  );
  const cohortOf = new Map(
    open
      .filter(({ unit, population, roster }) => unit === 'count' && population !== roster && used.has(roster))
      .map(({ population, roster }) => [population, roster]),
  );
  const cells = computed.cells.filter(({ id }) => used.has(id));
  const shares = new Map(
    open.flatMap((figure) =>
      figure.numerator === null
        ? []
        : [
            [
              shareId(figure),
              {
                id: shareId(figure),
                numerator: cellId(figure.numerator),
                denominator: cellId(figure.population),
                suppliedByOthers: othersOf(computed.cells[figure.population]),
              },
            ] as const,
          ],
    ),
  );
  const wanted = new Map<number, Set<number>>();
  for (const { distribution, share } of open) {
    if (distribution === null || share === null) continue;
    wanted.set(distribution, (wanted.get(distribution) ?? new Set()).add(share));
  }
  const variables = new Map(
    open.flatMap(({ distribution, measure }) =>
      distribution === null ? [] : [[distribution, variableOf(measure)] as const],
    ),
  );
  const distributed = computed.distributions.filter(({ id, around }) => wanted.has(id) && around.length > 0);
  const employing = new Set(distributed.map(({ cell }) => cell));
  return {
    atoms: {
      weights: computed.atoms.persons,
      vouched: computed.atoms.persons.map((persons, atom) =>
        computed.atoms.linked[atom] === true ? persons : 0,
      ),
    },
    dimensions,
    cells: cells.map((cell) => {
      const cohort = cohortOf.get(cell.id);
      return {
        id: cellId(cell.id),
        table: cell.table,
        population: cell.population,
        key: cell.key,
        members: cell.atoms,
        n: cell.persons,
        priority: priorityOf(cell),
        use: published.has(cell.id) ? 'publish' : 'base',
        ...(cohort === undefined ? {} : { within: cellId(cohort) }),
        ...(published.has(cell.id) && !cell.isEverybody ? { suppliedByOthers: othersOf(cell) } : {}),
      };
    }),
    shares: [...shares.values()],
    percentiles: distributed.map(({ id, cell, amount, around }) => ({
      id: percentilesId(id),
      variable: variables.get(id) ?? amount,
      population: cellId(cell),
      revised: sumOver(computed.cells[cell]?.atoms ?? new Uint32Array(), revised),
      values: [...(wanted.get(id) ?? [])]
        .sort((a, b) => a - b)
        .map((share) => ({
          p: percentOf(share),
          around: aroundShare(around, share, computed.percentileGrid),
        })),
    })),
    blurCents: computed.blurCents,
    concentrations: cells
      .filter(({ id, key, employers }) => employers > 0 && (employing.has(id) || key.sector !== undefined))
      .map(({ id, employers, largestEmployer, persons }) => ({
        cell: cellId(id),
        contributors: employers,
        largestShare: largestEmployer / persons,
      })),
    insiders: [...issuersOf(computed), ...employersOf(computed)],
    policy,
    earlier,
    restates: revised !== null,
  };
}

/**
 * Persons whom others than the main supplier of a cell supplied, as the rule for single issuers takes them: nobody where
 * one organisation supplies the cell by the catalogue, whatever the files of others hold. So everybody knows of which
 * figures thirty is the least and can check it, and learns nothing of who is in whose file (ADR 0023).
 */
export function othersOf(cell: Pick<CountCell, 'contributors' | 'suppliedByOthers'> | undefined): number {
  return cell === undefined || cell.contributors.length === 1 ? 0 : cell.suppliedByOthers;
}

/**
 * Which percentiles are about the same money: `earnings_y1_p50` and `earnings_y1_p25` are, in every variant. A variant
 * counts other persons (attached workers only) or another window of the same year, and a window may cover the very same
 * quarters, so groups a few persons apart are told apart across variants too.
 */
export function variableOf(measure: string): string {
  return measure.replace(/_p\d+$/, '');
}

function sumOver(atoms: Uint32Array, persons: ReadonlyMap<number, number> | null): number {
  return atoms.reduce((sum, atom) => sum + (persons?.get(atom) ?? 0), 0);
}

/** Totals are kept before their parts. */
function priorityOf({ key }: CountCell): number {
  return Object.values(key).filter((code) => code === TOTAL || code.startsWith(`${TOTAL}_`)).length;
}

/** Amounts at the ranks around one percentile: what is shown of them is the policy's matter. */
function aroundShare(
  around: readonly (readonly number[])[],
  share: number,
  grid: readonly number[],
): readonly number[] {
  const amounts = around[grid.findIndex((point) => Math.abs(point - share) < 1e-9)];
  if (amounts === undefined) throw new RangeError('the grid of percentiles lacks one that is published');
  return amounts;
}

/**
 * Every organisation that alone supplied the persons of some cell, with all of them: it knows who they are.
 */
function issuersOf({ cells }: ComputedCells): readonly Insider[] {
  const members = new Map<string, Set<number>>();
  for (const { contributors, atoms } of cells) {
    const [name, ...others] = contributors;
    if (name === undefined || others.length > 0) continue;
    const own = members.get(name) ?? new Set();
    members.set(name, own);
    for (const atom of atoms) own.add(atom);
  }
  return [...members]
    .map(([name, atoms]) => ({ name, members: Uint32Array.from(atoms).sort() }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Every large employer with all whom it ever paid: it knows their wages, and is taken to know what they studied. */
function employersOf({ employers }: ComputedCells): readonly Insider[] {
  return employers.map(({ atoms, persons }, place) => ({
    name: `employer ${place}`,
    members: atoms,
    persons,
  }));
}
