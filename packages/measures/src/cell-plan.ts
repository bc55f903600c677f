import { type Catalogue, quarterIndex } from '@credlink/contracts';
import { wageSpanOf } from './catalogue-sql.ts';
import type { Amount, Condition } from './condition.ts';
import type { WageSpan } from './condition-sql.ts';
import { amountText, conditionText } from './condition-text.ts';
import { conditionsOf, type Measure } from './measure.ts';
import { type Cohort, type Key, type OutcomeTable, outcomeTables, type Section } from './outcome-table.ts';
import { conditionsIn } from './walk-condition.ts';

/**
 * A section with its distinct counts. Every published quantity rests on them: equal conditions are one count, so
 * the denominator that two measures share is one cell.
 */
export type SectionPlan = {
  readonly sectionNo: number;
  readonly table: string;
  readonly keyDimension: string;
  readonly section: Section;
  readonly counts: readonly Condition[];
  /** Distinct (amount, count) pairs that percentiles are taken of. */
  readonly distributions: readonly { readonly amount: Amount; readonly count: number }[];
};

/** Where a figure's parts are: positions in `counts` and `distributions` of its section. */
export type FigurePlan = {
  readonly measure: Measure;
  readonly population: number;
  readonly numerator: number | null;
  readonly eligible: number | null;
  readonly distribution: number | null;
};

/** The first cell of a section has number 0; a cell's number is its place in keys x cohorts x counts. */
export type Address = { readonly key: Key; readonly cohort: Cohort };

export function planSections(catalogue: Catalogue): {
  readonly tables: readonly OutcomeTable[];
  readonly sections: readonly SectionPlan[];
  readonly wageSpan: WageSpan;
} {
  const tables = outcomeTables(catalogue);
  const sections = tables.flatMap((table) => table.sections.map((section) => ({ table, section })));
  return {
    tables,
    wageSpan: wageSpanOf(catalogue),
    sections: sections.map(({ table, section }, sectionNo) => planSection(sectionNo, table, section)),
  };
}

function planSection(sectionNo: number, table: OutcomeTable, section: Section): SectionPlan {
  const counts = new Map<string, Condition>();
  const distributions = new Map<string, { amount: Amount; count: number }>();
  for (const { figure } of section.measures) {
    for (const condition of conditionsOf(figure)) counts.set(conditionText(condition), condition);
  }
  const place = [...counts.keys()];
  for (const { figure } of section.measures) {
    if (figure.kind !== 'percentile') continue;
    const count = place.indexOf(conditionText(figure.among));
    distributions.set(distributionKey(figure.amount, count), { amount: figure.amount, count });
  }
  return {
    sectionNo,
    table: table.table,
    keyDimension: table.keyDimension,
    section,
    counts: [...counts.values()],
    distributions: [...distributions.values()],
  };
}

function distributionKey(amount: Amount, count: number): string {
  return `${count} ${amountText(amount)}`;
}

/** The parts of each measure of a section. */
export function planFigures(plan: SectionPlan): readonly FigurePlan[] {
  const places = new Map(plan.counts.map((condition, place) => [conditionText(condition), place]));
  const placeOf = (condition: Condition): number => {
    const place = places.get(conditionText(condition));
    if (place === undefined)
      throw new RangeError('a figure counts a condition that its section does not plan');
    return place;
  };
  const distributions = new Map(
    plan.distributions.map(({ amount, count }, place) => [distributionKey(amount, count), place]),
  );
  return plan.section.measures.map((measure) => {
    const { figure } = measure;
    const population = placeOf(figure.among);
    return {
      measure,
      population,
      numerator: figure.kind === 'share' ? placeOf(figure.of) : null,
      eligible: figure.kind === 'percentile' ? placeOf(figure.eligible) : null,
      distribution:
        figure.kind === 'percentile'
          ? (distributions.get(distributionKey(figure.amount, population)) ?? null)
          : null,
    };
  });
}

/** Keys x cohorts of a section, in the order that cell numbers follow. */
export function addressesOf(section: Section): readonly Address[] {
  return section.keys.flatMap((key) => section.cohorts.map((cohort) => ({ key, cohort })));
}

/** What the calendar and the catalogue alone say about a figure, whatever was counted. */
export type CalendarStatus = 'open' | 'not_mature' | 'not_covered';

/**
 * `not_mature` where no day of the cohort's year can have a complete window, `not_covered` where the sources do not
 * reach back to it. Cohorts of all years together are always open.
 */
export function calendarStatus(
  measure: Measure,
  { key, cohort }: Address,
  wageSpan: WageSpan,
  completeTo: string | null,
): CalendarStatus {
  const { year } = cohort;
  if (year === null) return 'open';
  if (year < key.years.first || year > key.years.last) return 'not_covered';
  const firstQuarter = quarterIndex(year, 1);
  const lastQuarter = quarterIndex(year, 4);
  for (const part of conditionsOf(measure.figure).flatMap(conditionsIn)) {
    if (part.op !== 'usable' || part.clock !== 'anchor') continue;
    if (firstQuarter + part.span.to > wageSpan.lastCompleteQuarter) return 'not_mature';
    const latestStart = part.span.base === 'year' ? firstQuarter : lastQuarter;
    if (latestStart + part.span.from < wageSpan.firstQuarter) return 'not_covered';
  }
  if (measure.observedMonths !== null && completeTo !== null) {
    const months = (year + Math.floor(measure.observedMonths / 12)).toString().padStart(4, '0');
    if (`${months}-01-01` > completeTo) return 'not_mature';
  }
  return 'open';
}
