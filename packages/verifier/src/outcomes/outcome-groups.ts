import type { LatticeGroup, LatticeSection, PublishedCell, ReleaseLattice } from '@credlink/contracts';
import type { Fact } from '../audit-ranges.ts';
import { canonicalText } from '../canonical-json.ts';
import type { Sum } from '../group-system.ts';
import type { OutcomeRelease } from './parse-outcomes.ts';

/** A published figure and the groups of persons it speaks of. */
export type OutcomeFigure = {
  readonly cell: PublishedCell;
  readonly group: number;
  /** Of a share. */
  readonly numerator: number | null;
  /** Fewest persons of `group` with which the figure may be shown, as far as everybody knows who supplied them. */
  readonly least: number;
};

/**
 * The cells of a release as figures over groups of persons, and what ties the groups together. One population at one
 * key and cohort is one group, in whichever table it is met.
 */
export type OutcomeGroups = {
  readonly count: number;
  readonly figures: readonly OutcomeFigure[];
  /** Totals that hold their parts and nobody else; a part that no cell speaks of may be in the last child. */
  readonly sums: readonly Sum[];
  /** Groups that are part of another, by definition. */
  readonly inclusions: readonly { readonly inner: number; readonly outer: number }[];
  /** Cells that the lattice has no place for, has twice, or lacks. */
  readonly faults: readonly {
    readonly kind: 'unknown_cell' | 'cell_twice' | 'cell_missing';
    readonly cell: CellName;
  }[];
};

type CellName = Pick<PublishedCell, 'table' | 'key'>;

/** Statuses that follow from the calendar: there is no such group. */
const CLOSED_BY_CALENDAR: readonly PublishedCell['status'][] = [
  'not_mature',
  'not_covered',
  'not_applicable',
];

/** @param previous the release before, where it is known: what it shows has the least that was needed to show it then */
export function outcomeGroups(
  { lattice, cells }: Pick<OutcomeRelease, 'lattice' | 'cells'>,
  previous: PreviousOutcomes | null = null,
): OutcomeGroups {
  const leastThen = previous === null ? new Map<string, number>() : leastOfShown(previous);
  const numbers = new Map<string, number>();
  const faults: OutcomeGroups['faults'][number][] = [];
  const figures: OutcomeFigure[] = [];
  const inclusions = new Map<string, { inner: number; outer: number }>();
  const byAddress = new Map<string, PublishedCell>();
  for (const cell of cells) {
    const address = addressOf(cell);
    if (byAddress.has(address)) faults.push({ kind: 'cell_twice', cell });
    byAddress.set(address, cell);
  }
  const include = (inner: number, outer: number): void => {
    if (inner !== outer) inclusions.set(`${inner} ${outer}`, { inner, outer });
  };
  let expected = 0;
  for (const place of placesOf(lattice.sections)) {
    const { section, key, cohort, figure } = place;
    const cell = byAddress.get(
      addressOf({
        table: section.table,
        measure: figure.measure,
        variant: figure.variant,
        key: { ...figure.address, [section.keyDimension]: key, cohort },
      }),
    );
    // Some figures are for all cohorts together only.
    if (cell === undefined) {
      if (cohort === section.total) {
        const address = { ...figure.address, [section.keyDimension]: key, cohort };
        faults.push({ kind: 'cell_missing', cell: { table: section.table, key: address } });
      }
      continue;
    }
    expected += 1;
    if (CLOSED_BY_CALENDAR.includes(cell.status)) continue;
    const numberOf = (group: LatticeGroup): number => numberIn(numbers, groupName(group, key, cohort));
    const group = numberOf(figure.group);
    const numerator = figure.numerator === null ? null : numberOf(figure.numerator);
    const least =
      cell.status !== 'carried'
        ? leastOf(cell.unit, place, lattice)
        : cell.asOf === previous?.releaseId
          ? (leastThen.get(addressOf(cell)) ?? lattice.minimum)
          : lattice.minimum;
    figures.push({ cell, group, numerator, least });
    if (numerator !== null) include(numerator, group);
    if (cell.unit === 'count') include(group, numberOf(figure.among));
  }
  if (expected < byAddress.size) {
    const known = new Set(figures.map(({ cell }) => cell));
    for (const cell of byAddress.values()) {
      if (!known.has(cell) && !CLOSED_BY_CALENDAR.includes(cell.status)) {
        faults.push({ kind: 'unknown_cell', cell });
      }
    }
  }
  const sums = [
    ...lattice.sections.flatMap((section) => [...cohortSums(section, numbers)]),
    ...sectorSums(lattice.sections, numbers),
  ];
  return { count: numbers.size, figures, sums, inclusions: [...inclusions.values()], faults };
}

/** The release before, under the name that carried figures give it. */
export type PreviousOutcomes = Pick<OutcomeRelease, 'lattice' | 'cells'> & { readonly releaseId: string };

function leastOfShown(previous: PreviousOutcomes): ReadonlyMap<string, number> {
  const shown = outcomeGroups(previous).figures.filter(({ cell }) => cell.status === 'ok');
  return new Map(shown.map(({ cell, least }) => [addressOf(cell), least]));
}

/** Inner is no larger than outer. */
export function inclusionFact({ inner, outer }: { readonly inner: number; readonly outer: number }): Fact {
  return { groups: [inner, outer], factors: [-1, 1], least: 0, most: Infinity };
}

/**
 * A group that one organisation supplied has no share and no count of some of it below the minimum of single issuers:
 * such an organisation chooses the members. Where who supplied it is not public, the minimum of a count is all there is.
 */
function leastOf(
  unit: PublishedCell['unit'],
  { hasOneSupplier, figure }: Pick<Place, 'hasOneSupplier' | 'figure'>,
  { minimum, shares, percentiles }: ReleaseLattice,
): number {
  if (unit === 'usd') return percentiles.minimum;
  const isOwn = hasOneSupplier && (unit === 'share' || figure.isOfSome === true);
  return isOwn ? Math.max(minimum, shares.singleIssuerMinimum ?? 0) : minimum;
}

type Place = {
  readonly section: LatticeSection;
  readonly key: string;
  readonly hasOneSupplier: boolean;
  readonly cohort: string;
  readonly figure: LatticeSection['figures'][number];
};

function* placesOf(sections: readonly LatticeSection[]): Generator<Place> {
  for (const section of sections) {
    for (const { code: key, hasOneSupplier = false } of section.keys) {
      for (const cohort of [section.total, ...section.parts]) {
        for (const figure of section.figures) yield { section, key, hasOneSupplier, cohort, figure };
      }
    }
  }
}

export function addressOf({
  table,
  measure,
  variant,
  key,
}: Pick<PublishedCell, 'table' | 'measure' | 'variant' | 'key'>): string {
  return canonicalText([table, measure, variant, key]);
}

function groupName({ population, sector }: LatticeGroup, key: string, cohort: string): string {
  return JSON.stringify([population, sector, key, cohort]);
}

function numberIn(numbers: Map<string, number>, name: string): number {
  const known = numbers.get(name);
  if (known !== undefined) return known;
  numbers.set(name, numbers.size);
  return numbers.size - 1;
}

/** Totals over cohorts. Where a closed cohort has no group for want of a whole window, its persons are one more child. */
function* cohortSums(section: LatticeSection, numbers: Map<string, number>): Generator<Sum> {
  if (!section.isPartition) return;
  for (const { code, closed } of section.keys) {
    for (const group of distinctGroups(section)) {
      const at = (cohort: string): number | undefined => numbers.get(groupName(group, code, cohort));
      const parent = at(section.total);
      const children = section.parts.flatMap((part) => at(part) ?? []);
      if (parent === undefined || children.length === 0) continue;
      const isWhole = closed.length > 0 && closed.every((part) => at(part) !== undefined);
      if (!isWhole) children.push(numberIn(numbers, `beyond ${groupName(group, code, section.total)}`));
      yield { parent, children };
    }
  }
}

function* sectorSums(
  sections: readonly LatticeSection[],
  numbers: ReadonlyMap<string, number>,
): Generator<Sum> {
  const done = new Set<number>();
  for (const section of sections) {
    const sectors = distinctGroups(section).filter(({ sector }) => sector !== null);
    for (const population of new Set(sectors.map((group) => group.population))) {
      const parts = sectors.filter((group) => group.population === population);
      for (const { code } of section.keys) {
        for (const cohort of [section.total, ...section.parts]) {
          const parent = numbers.get(groupName({ population, sector: null }, code, cohort));
          const children = parts.flatMap((group) => numbers.get(groupName(group, code, cohort)) ?? []);
          if (parent === undefined || done.has(parent) || children.length < parts.length) continue;
          done.add(parent);
          yield { parent, children };
        }
      }
    }
  }
}

function distinctGroups({ figures }: LatticeSection): readonly LatticeGroup[] {
  const groups = figures.flatMap(({ group, numerator }) =>
    numerator === null ? [group] : [group, numerator],
  );
  return [...new Map(groups.map((group) => [groupName(group, '', ''), group])).values()];
}
