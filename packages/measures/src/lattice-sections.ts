import { type Catalogue, type LatticeGroup, type LatticeSection, TOTAL } from '@credlink/contracts';
import { planFigures, planSections, type SectionPlan } from './cell-plan.ts';
import { closedCohorts, OF_AWARDS } from './closed-cohorts.ts';
import type { Condition } from './condition.ts';
import { splitSector } from './condition-text.ts';

/** How the cells of a catalogue's tables hang together, for readers who re-check a release. */
export function latticeSections(catalogue: Catalogue): LatticeSection[] {
  const closed = new Set(
    closedCohorts(catalogue).map(({ unitSet, key, year }) => `${unitSet} ${key} ${year}`),
  );
  return planSections(catalogue).sections.map((plan) => {
    const { section, table, keyDimension } = plan;
    const { unitSet, cohorts, keys } = section;
    const groupOf = (condition: Condition | undefined): LatticeGroup => {
      if (condition === undefined) throw new RangeError('a figure of a count that its section does not plan');
      const { population, sector } = splitSector(condition);
      return { population: populationText(plan, population), sector };
    };
    const years = cohorts.filter(({ year }) => year !== null);
    return {
      table,
      keyDimension,
      total: cohorts.find(({ year }) => year === null)?.code ?? TOTAL,
      parts: years.map(({ code }) => code),
      isPartition: OF_AWARDS.includes(unitSet),
      keys: keys.map(({ code, contributors }) => ({
        code,
        hasOneSupplier: contributors.length === 1,
        closed: years.filter(({ year }) => closed.has(`${unitSet} ${code} ${year}`)).map((year) => year.code),
      })),
      figures: planFigures(plan).map(({ measure, population, numerator }) => {
        const group = groupOf(plan.counts[population]);
        const everybody = plan.counts.find(({ op }) => op === 'everybody');
        return {
          measure: measure.measure,
          variant: measure.variant,
          unit: measure.unit,
          address: { ...measure.address },
          group,
          numerator: numerator === null ? null : groupOf(plan.counts[numerator]),
          among: everybody === undefined ? group : groupOf(everybody),
          isOfSome: plan.counts[population]?.op !== 'everybody',
        };
      }),
    };
  });
}

/** What a population of a section is called, the same in every table and release. */
export function populationText({ section }: Pick<SectionPlan, 'section'>, population: string): string {
  return `${section.unitSet} ${population}`;
}
