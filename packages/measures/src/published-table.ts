import { type MeasureDefinition, type PublishedTable, TOTAL } from '@credlink/contracts';
import { definitionOf } from './measure.ts';
import { NAICS_SECTORS, UNKNOWN_SECTOR } from './naics-sector.ts';
import type { OutcomeTable, Section } from './outcome-table.ts';

type Member = PublishedTable['dimensions'][number]['members'][number];

/** The dimension that splits a population by the sector of a job; readers see it as the variant of a measure. */
const SECTOR_DIMENSION = 'sector';

/** The tables as readers see them: every dimension, code and measure a cell may be asked by. */
export function publishedTables(tables: readonly OutcomeTable[]): PublishedTable[] {
  return tables.map(({ table, title, keyDimension, sections }) => ({
    table,
    title,
    dimensions: [
      { name: keyDimension, members: unique(sections.flatMap(keyMembers)) },
      ...addressDimensions(sections),
      { name: 'cohort', members: unique(sections.flatMap(cohortMembers)) },
    ],
    measures: sections.flatMap(({ measures }) => distinctMeasures(measures)),
  }));
}

/** The definitions that travel with a table's figures, one for each measure and variant. */
export function measureDefinitions({ sections }: OutcomeTable): MeasureDefinition[] {
  return sections.flatMap(({ measures, anchor }) =>
    uniqueBy(
      measures.map((measure) => definitionOf(measure, anchor)),
      ({ measure, variant }) => `${measure} ${variant}`,
    ),
  );
}

/** How the codes of a dimension add up to its total, for disclosure control. */
export type DimensionShape = {
  readonly total: string;
  /** Whether every code's persons stand inside its parent's. */
  readonly mustNest: boolean;
  readonly trees: readonly Readonly<Record<string, string>>[];
};

/** The shape of every dimension of the tables, by its name. */
export function dimensionShapes(tables: readonly OutcomeTable[]): Readonly<Record<string, DimensionShape>> {
  const cohorts = tables.flatMap(({ sections }) => sections.flatMap(cohortMembers));
  const parents = cohorts
    .filter(({ code }) => code !== TOTAL)
    .map(({ code, parent }) => [code, parent ?? TOTAL] as const);
  const sectors = [...Object.keys(NAICS_SECTORS), UNKNOWN_SECTOR].map((code) => [code, TOTAL] as const);
  return {
    // A person's later participation is in a year's cohort but not in that of all years.
    cohort: { total: TOTAL, mustNest: false, trees: [Object.fromEntries(parents)] },
    [SECTOR_DIMENSION]: { total: TOTAL, mustNest: true, trees: [Object.fromEntries(sectors)] },
  };
}

function keyMembers({ keys }: Section): readonly Member[] {
  return keys.map(({ code, label }) => ({ code, label, parent: null }));
}

/** All years together first; each year below it. */
function cohortMembers({ cohorts }: Section): readonly Member[] {
  const total = cohorts.find(({ year }) => year === null)?.code ?? null;
  return cohorts.map(({ code, year }) => ({
    code,
    label: year === null ? 'all years' : code,
    parent: year === null ? null : total,
  }));
}

function addressDimensions(sections: readonly Section[]): PublishedTable['dimensions'] {
  const members = new Map<string, Member[]>();
  for (const { measures } of sections) {
    for (const [name, code] of measures.flatMap(({ address }) => Object.entries(address))) {
      members.set(name, [...(members.get(name) ?? []), { code, label: code, parent: null }]);
    }
  }
  return [...members].map(([name, of]) => ({ name, members: unique(of) }));
}

function distinctMeasures(measures: Section['measures']): PublishedTable['measures'] {
  return uniqueBy(
    measures.map(({ measure, variant, unit }) => ({ measure, variant, unit })),
    ({ measure, variant }) => `${measure} ${variant}`,
  );
}

function unique(members: readonly Member[]): Member[] {
  return uniqueBy(members, ({ code }) => code);
}

function uniqueBy<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
