export { blurredWages, personsWithoutSeed } from './blurred-wages.ts';
export {
  type Address,
  addressesOf,
  type CalendarStatus,
  calendarStatus,
  planFigures,
  type SectionPlan,
} from './cell-plan.ts';
export { type ClosedCohort, closedCohorts, completeDay, isOpen } from './closed-cohorts.ts';
export { type Computation, planComputation, type Step } from './computation.ts';
export type { Amount, Condition } from './condition.ts';
export { conditionSql, UNITS_PER_CENT, type WageSpan } from './condition-sql.ts';
export { amountText, conditionText, splitSector } from './condition-text.ts';
export { distributionsOf, PERCENTILE_GRID, RANK_OFFSETS } from './distributions-sql.ts';
export { employerPersons } from './employer-persons-sql.ts';
export { latticeSections, populationText } from './lattice-sections.ts';
export { conditionsOf, definitionOf, type Figure, type Measure } from './measure.ts';
export { cellAtoms, employerConcentration } from './membership-sql.ts';
export { NAICS_SECTORS, UNKNOWN_SECTOR } from './naics-sector.ts';
export { type OutcomeTable, outcomeTables } from './outcome-table.ts';
export {
  type DimensionShape,
  dimensionShapes,
  measureDefinitions,
  publishedTables,
} from './published-table.ts';
export { isShareFound } from './share-found.ts';
export { personsOfOthers } from './supply-sql.ts';
