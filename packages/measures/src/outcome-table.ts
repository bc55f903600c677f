import { type Catalogue, TOTAL } from '@credlink/contracts';
import {
  attainmentMeasures,
  confirmationMeasures,
  participationMeasures,
  relatedMeasures,
  stackMeasures,
} from './attainment-measures.ts';
import { certifiersOf, currentCode, pricesOf } from './catalogue-sql.ts';
import { earningsMeasures } from './earnings-measures.ts';
import { employmentMeasures, populationMeasures } from './employment-measures.ts';
import type { Anchor, Measure } from './measure.ts';
import { exitMeasures } from './pathway-measures.ts';
import type { UnitSet } from './units-sql.ts';

/** A cohort of a section: its code in a cell's address and its calendar year, null for all years together. */
export type Cohort = { readonly code: string; readonly year: number | null };

/** One key of a section: a credential, issuer, program or pathway. */
export type Key = {
  readonly code: string;
  readonly label: string;
  /** Organisations whose files its units come from. */
  readonly contributors: readonly string[];
  /** Calendar years that its sources cover. */
  readonly years: { readonly first: number; readonly last: number };
};

/** The cells of one unit set in a table: keys x cohorts x measures. */
export type Section = {
  readonly unitSet: UnitSet;
  readonly anchor: Anchor;
  readonly keys: readonly Key[];
  readonly cohorts: readonly Cohort[];
  readonly measures: readonly Measure[];
  /** Quarters after the anchor at which a person's employer is taken for concentration on employers. */
  readonly employerOffset: number;
};

/** A published table: its key dimension, `cohort`, and what its sections count. */
export type OutcomeTable = {
  readonly table: string;
  readonly title: string;
  readonly keyDimension: string;
  readonly sections: readonly Section[];
};

type Years = { readonly first: number; readonly last: number };
const NO_YEARS: Years = { first: 0, last: -1 };

/** Where most figures of a section look for a job: the fourth quarter after an award, the second after an exit. */
const AWARD_EMPLOYER_OFFSET = 4;
const EXIT_EMPLOYER_OFFSET = 2;

/** The tables of a catalogue: the closed cube, known before any record is read. */
export function outcomeTables(catalogue: Catalogue): readonly OutcomeTable[] {
  const certifiers = certifiersOf(catalogue);
  const current = catalogue.credentials.filter((row) => currentCode(catalogue, row.code) === row.code);
  const certified = current.filter((row) => certifiers.includes(row.owner));
  const yearsOf = (owner: string): Years => coveredYears(catalogue, owner);
  const keyOf = (row: { code: string; name: string; owner: string }): Key => ({
    code: row.code,
    label: row.name,
    contributors: [row.owner],
    years: yearsOf(row.owner),
  });
  const threshold = catalogue.wage_thresholds[0];
  const outcomes = [
    ...employmentMeasures(),
    ...earningsMeasures(
      pricesOf(catalogue),
      threshold === undefined ? null : Math.round(threshold.annual * 100),
    ),
  ];
  const section = (
    unitSet: UnitSet,
    anchor: Anchor,
    keys: readonly Key[],
    measures: readonly Measure[],
  ): Section => ({
    unitSet,
    anchor,
    keys,
    cohorts: [{ code: TOTAL, year: null }, ...yearCohorts(keys, '')],
    measures,
    employerOffset: AWARD_EMPLOYER_OFFSET,
  });
  const codes = current.map(({ code, owner }) => ({ code, owner }));
  const related = current.filter((row) =>
    row.relations.some(({ kind }) => kind === 'preparation_for' || kind === 'required_for'),
  );
  return [
    {
      table: 'credential',
      title: 'Outcomes of credential holders',
      keyDimension: 'credential',
      sections: [
        section('award', 'award', certified.map(keyOf), [...populationMeasures('holders'), ...outcomes]),
      ],
    },
    {
      table: 'issuer',
      title: 'Outcomes of holders by certification body',
      keyDimension: 'issuer',
      sections: [
        section(
          'issuer',
          'award',
          certifiers.map((code) => ({ code, label: code, contributors: [code], years: yearsOf(code) })),
          [...populationMeasures('holders'), ...outcomes],
        ),
      ],
    },
    {
      table: 'program',
      title: 'Outcomes of program completers',
      keyDimension: 'program',
      sections: [
        section(
          'program',
          'completion',
          catalogue.programs
            .filter((row) => row.award_codes.length > 0)
            .map((row) => ({
              code: row.program_id,
              label: row.name,
              contributors: [row.provider],
              years: yearsOf(row.provider),
            })),
          [
            ...populationMeasures('holders'),
            ...outcomes,
            ...confirmationMeasures(certified.map(({ code, owner }) => ({ code, owner }))),
          ],
        ),
      ],
    },
    pathwayTable(catalogue),
    {
      table: 'pair',
      title: 'Credentials earned after another',
      keyDimension: 'from',
      sections: [
        {
          ...section('award', 'award', current.map(keyOf), stackMeasures(codes)),
          cohorts: [{ code: TOTAL, year: null }],
        },
      ],
    },
    {
      table: 'related',
      title: 'Related licenses and certifications',
      keyDimension: 'credential',
      sections: [
        {
          ...section('award', 'award', related.map(keyOf), relatedMeasures()),
          cohorts: [{ code: TOTAL, year: null }],
        },
      ],
    },
  ];
}

function pathwayTable(catalogue: Catalogue): OutcomeTable {
  const providers = new Map(catalogue.programs.map((row) => [row.program_id, row.provider]));
  const keys = (shortenDays: (gapDays: number) => number): readonly Key[] =>
    catalogue.pathways.map((row) => {
      const contributors = [
        ...new Set(
          row.components.flatMap((part) =>
            part.kind === 'program' ? [providers.get(part.ref) ?? []].flat() : [],
          ),
        ),
      ].sort();
      const years = contributors.map((owner) =>
        coveredYears(catalogue, owner, shortenDays(row.exit_gap_days)),
      );
      return { code: row.pathway_id, label: row.name, contributors, years: years[0] ?? NO_YEARS };
    });
  const cohorts = (word: string, of: readonly Key[]): readonly Cohort[] => [
    { code: `${TOTAL}_${word}`, year: null },
    ...yearCohorts(of, word),
  ];
  const entries = keys(() => 0);
  // An exit is known only once the gap after it lies within the data.
  const exits = keys((gapDays) => gapDays);
  return {
    table: 'pathway',
    title: 'Career pathways: participants, exiters, completers',
    keyDimension: 'pathway',
    sections: [
      {
        unitSet: 'entry',
        anchor: 'entry',
        keys: entries,
        cohorts: cohorts('entry', entries),
        measures: [...populationMeasures('participants'), ...participationMeasures('participants_12m')],
        employerOffset: 0,
      },
      {
        unitSet: 'exit',
        anchor: 'exit',
        keys: exits,
        cohorts: cohorts('exit', exits),
        measures: [
          ...populationMeasures('exiters'),
          ...attainmentMeasures(),
          ...exitMeasures(pricesOf(catalogue)),
          ...participationMeasures('exiters'),
        ],
        employerOffset: EXIT_EMPLOYER_OFFSET,
      },
    ],
  };
}

function yearCohorts(keys: readonly Key[], prefix: string): readonly Cohort[] {
  const known = keys.filter(({ years }) => years.last >= years.first);
  const first = Math.min(...known.map(({ years }) => years.first));
  const last = Math.max(...known.map(({ years }) => years.last));
  const cohorts: Cohort[] = [];
  for (let year = first; year <= last; year += 1) cohorts.push({ code: `${prefix}${year}`, year });
  return cohorts;
}

/** Calendar years an organisation's files of persons cover, the last shortened by whole days. */
function coveredYears(catalogue: Catalogue, source: string, shortenDays = 0): Years {
  const rows = catalogue.source_coverage.filter((row) => row.source === source && row.kind !== 'wages');
  const row = rows[0];
  if (
    row?.from === null ||
    row?.from === undefined ||
    row.complete_to === null ||
    row.complete_to === undefined
  ) {
    return NO_YEARS;
  }
  const last = new Date(Date.parse(row.complete_to) - shortenDays * 86_400_000).getUTCFullYear();
  return { first: Number(row.from.slice(0, 4)), last };
}
