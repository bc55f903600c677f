import {
  type Catalogue,
  FACT_CONTRACTS,
  KINDS_WITHOUT_PERSONS,
  SOURCE_KINDS,
  type SourceKind,
} from '@credlink/contracts';
import { awardFlagTables } from './award-flags-sql.ts';
import { awardTables } from './awards-sql.ts';
import { catalogueTables, certifiersOf } from './catalogue-sql.ts';
import { planSections, type SectionPlan } from './cell-plan.ts';
import { closedCohorts } from './closed-cohorts.ts';
import type { WageSpan } from './condition-sql.ts';
import { featureTables } from './features-sql.ts';
import { membershipTables } from './membership-sql.ts';
import { NAICS_SECTORS } from './naics-sector.ts';
import { participationTables } from './participations-sql.ts';
import { pathwayFlagTables } from './pathway-flags-sql.ts';
import { classSupplyTables, supplierTables } from './supply-sql.ts';
import { featuresOf, personTables, unitFeatures } from './unit-features-sql.ts';
import { noClosedRosters, UNIT_SETS, unitTables } from './units-sql.ts';
import { wageTables } from './wages-sql.ts';

/** A named part of the computation, for progress: its statements run in order. */
export type Step = { readonly step: string; readonly statements: readonly string[] };

/** The whole computation of a catalogue: what to run, and the sections to read afterwards. */
export type Computation = {
  readonly steps: readonly Step[];
  readonly sections: readonly SectionPlan[];
  readonly wageSpan: WageSpan;
};

const PERSON_KINDS = SOURCE_KINDS.filter((kind) => !KINDS_WITHOUT_PERSONS.includes(kind));

/**
 * The SQL that turns facts joined with links into cells. The caller has made one view per kind of source, named
 * after the kind: `person_id UBIGINT, subject_id, organisation VARCHAR` and the columns of its fact contract
 * (`employers`: no person). Kinds that nobody contributes are given in `absent` and stay empty. Superseded uploads
 * are already left out. With `hasRosters` it has made `closed_roster` too (see `unitTables`), with `blurCents` above 0
 * `person_blur` (see `blurredWages`).
 */
export function planComputation(
  catalogue: Catalogue,
  absent: readonly SourceKind[],
  hasRosters = false,
  blurCents = 0,
): Computation {
  const { sections, wageSpan } = planSections(catalogue);
  const features = featuresOf(sections, blurCents > 0);
  const setsInUse = UNIT_SETS.filter((unitSet) =>
    sections.some(({ section }) => section.unitSet === unitSet),
  );
  return {
    sections,
    wageSpan,
    steps: [
      { step: 'catalogue', statements: [...absent.map(emptyView), ...catalogueTables(catalogue)] },
      { step: 'wages', statements: wageTables(wageSpan, blurCents) },
      {
        step: 'persons',
        statements: [
          ...personTables(PERSON_KINDS),
          ...awardTables(certifiersOf(catalogue)),
          ...participationTables(),
          ...(hasRosters ? [] : [noClosedRosters()]),
          ...unitTables(closedCohorts(catalogue)),
          ...supplierTables(),
        ],
      },
      { step: 'windows', statements: featureTables(features, Object.keys(NAICS_SECTORS)) },
      {
        step: 'outcomes',
        statements: [
          ...awardFlagTables(),
          ...pathwayFlagTables(),
          ...setsInUse.map((unitSet) =>
            unitFeatures(
              unitSet,
              features,
              sections.filter(({ section }) => section.unitSet === unitSet),
            ),
          ),
        ],
      },
      {
        step: 'cells',
        statements: [...membershipTables(sections, wageSpan), ...classSupplyTables(sections)],
      },
    ],
  };
}

/** A view without rows for a kind of source that nobody contributes. */
function emptyView(kind: SourceKind): string {
  const columns = [
    ...(KINDS_WITHOUT_PERSONS.includes(kind) ? [] : ['CAST(NULL AS UBIGINT) AS person_id']),
    'CAST(NULL AS UBIGINT) AS subject_id',
    'CAST(NULL AS VARCHAR) AS organisation',
    ...FACT_CONTRACTS[kind].map(({ name, type }) => `CAST(NULL AS ${type}) AS ${name}`),
  ];
  return `CREATE OR REPLACE TEMP VIEW ${kind} AS SELECT ${columns.join(', ')} WHERE false`;
}
