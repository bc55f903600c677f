import { quarterLabel } from '@credlink/contracts';
import { addMonths } from './calendar.ts';
import { BASE_INDEX, priceLevel } from './price-level.ts';
import { BODIES, CREDENTIALS, OLD_CODE } from './sample-credentials.ts';
import type { SampleWindow } from './sample-options.ts';
import { DEVELOPMENTAL, GATEWAY_COURSES, OPEID8, PATHWAYS, PROGRAMS } from './sample-programs.ts';
import { BORDER_STATE, HOME_STATE } from './simulated-employers.ts';
import { BORDER_DELAY } from './wage-lines.ts';

/** `catalog.json`: organisations, credentials, programs, pathways, agreements, coverage, thresholds, prices. */
export function catalogueDocument(window: SampleWindow): Readonly<Record<string, unknown>> {
  return {
    edition: 'sample',
    organisations: organisations(),
    credentials: [...CREDENTIALS.map(bodyCredential), oldCredential(), ...collegeCredentials()],
    programs: PROGRAMS.map((program) => ({
      program_id: program.id,
      name: program.name,
      cip6: program.cip6,
      level: program.level,
      tuition: program.tuition,
      provider: 'college',
      credit_unit: program.creditUnit,
      award_codes: [program.awardCode],
      courses: program.courses,
    })),
    pathways: PATHWAYS.map(pathway),
    agreements: agreements(window),
    source_coverage: coverage(window),
    wage_thresholds: [
      {
        id: 'family',
        name: 'family-supporting wage',
        geography: HOME_STATE.postal,
        annual: 52_000,
        household: 'one adult, one child',
        source: 'invented for the sample',
      },
    ],
    benchmarks: [
      {
        id: 'hs',
        name: 'high school graduates',
        annual_median: 33_500,
        age: '25-34',
        source: 'invented for the sample',
      },
    ],
    cpi: prices(window),
  };
}

function organisations(): readonly object[] {
  return [
    ...BODIES.map((body) => ({ org: body.code, name: body.name, kind: 'certification_body' })),
    { org: 'college', name: 'Riverbend Community College', kind: 'college', opeid8: OPEID8 },
    { org: 'state-ui', name: 'State unemployment insurance wage records', kind: 'wage_source' },
    { org: 'state-register', name: 'State identity register', kind: 'state_agency' },
    { org: 'clearinghouse', name: 'Enrollment clearinghouse', kind: 'enrollment_source' },
    { org: 'alliance', name: 'Career pathways alliance', kind: 'alliance' },
    { org: 'funder', name: 'Training fund', kind: 'funder' },
  ];
}

function bodyCredential(credential: (typeof CREDENTIALS)[number]): object {
  return {
    code: credential.code,
    ctid: null,
    name: credential.name,
    type: credential.type,
    level: credential.level,
    owner: credential.body,
    status: 'active',
    renewal_period: credential.renewalMonths === null ? null : `P${credential.renewalMonths}M`,
    costs: credential.costs.map(({ type, amount }) => ({
      cost_type: type,
      amount,
      currency: 'USD',
      payer: 'learner',
    })),
    soc2018: credential.soc,
    naics2022_prefix: credential.naics,
    relations: credential.preparesFor.map((to) => ({ kind: 'preparation_for', to })),
  };
}

function oldCredential(): object {
  const successor = CREDENTIALS.find((credential) => credential.code === OLD_CODE.successor);
  if (successor === undefined) throw new RangeError('the old code has no successor');
  return {
    ...bodyCredential(successor),
    code: OLD_CODE.code,
    name: `${successor.name} (old code)`,
    status: 'superseded',
    superseded_by: OLD_CODE.successor,
    relations: [{ kind: 'superseded_by', to: OLD_CODE.successor }],
  };
}

function collegeCredentials(): readonly object[] {
  const award = (code: string, name: string, type: string, level: number, leadsTo: string | null) => ({
    code,
    ctid: null,
    name,
    type,
    level,
    owner: 'college',
    status: 'active',
    renewal_period: null,
    costs: [],
    soc2018: [],
    naics2022_prefix: [],
    relations: leadsTo === null ? [] : [{ kind: 'preparation_for', to: leadsTo }],
  });
  return [
    ...PROGRAMS.map((program) =>
      award(
        program.awardCode,
        program.name,
        program.awardType,
        program.awardType === 'AssociateDegree' ? 4 : 2,
        program.leadsTo,
      ),
    ),
    award('HSE', 'High school equivalency', 'HSE', 1, null),
    award('WRC', 'Work readiness certificate', 'WorkReadiness', 1, null),
  ];
}

const METRICS = {
  improve_separate: ['A.1', 'A.2', 'A.3', 'A.4', 'A.5', 'A.6', 'A.7', 'A.8', 'A.9'],
  account_pooled: ['B.1', 'B.2', 'B.3', 'B.4', 'B.5', 'C.1', 'C.2', 'C.3', 'C.4', 'C.5', 'C.6', 'C.7'],
};

function pathway(definition: (typeof PATHWAYS)[number]): object {
  const { id, name, sector, naics, soc } = definition;
  const programs = PROGRAMS.filter((program) => program.pathway === id);
  const courses = [...new Set(programs.flatMap((program) => program.courses))];
  const isEntryCourse = (course: string) => definition.entryCourses.some((entry) => entry === course);
  const isEntryProgram = (program: string) => definition.entryPrograms.some((entry) => entry === program);
  const awardTag = (type: string) => (type === 'AssociateDegree' ? 'B.3' : 'B.2');
  return {
    pathway_id: id,
    name,
    sector,
    components: [
      ...programs.map((program) => ({
        kind: 'program',
        ref: program.id,
        is_entry_point: isEntryProgram(program.id),
      })),
      ...courses.map((course) => ({
        kind: 'course',
        ref: course,
        tag: 'A',
        is_entry_point: isEntryCourse(course),
      })),
      ...definition.credentials.map((code) => ({
        kind: 'credential',
        ref: code,
        tag: 'B.1',
        is_entry_point: false,
      })),
      ...programs
        .filter((program) => program.awardType !== 'Completion')
        .map((program) => ({
          kind: 'credential',
          ref: program.awardCode,
          tag: awardTag(program.awardType),
          is_entry_point: false,
        })),
    ],
    target_naics_prefix: naics,
    target_soc: soc,
    exit_gap_days: 365,
    attain_lag_days: 365,
    requires_gateway: true,
    gateway_courses: Object.values(GATEWAY_COURSES),
    highest_developmental: { math: DEVELOPMENTAL.math.at(-1), english: DEVELOPMENTAL.english.at(-1) },
    metrics: Object.fromEntries(
      Object.entries(METRICS).flatMap(([use, ids]) => ids.map((metric) => [metric, use])),
    ),
  };
}

function agreements(window: SampleWindow): readonly object[] {
  const starts = window.firstDay;
  const expires = addMonths(window.lastDay, 120);
  const terms = { starts, expires, destroy_by: addMonths(expires, 6), state: 'active' };
  const wages = { grantor: 'state-ui', legal_basis: 'uc_603', source: 'wages', privacy_profile: 'adrf' };
  return [
    ...BODIES.map((body) => ({
      ...wages,
      ...terms,
      agreement_id: `AG-${body.prefix}-WAGE`,
      grantee: body.code,
      purpose: 'outcomes of own credential holders',
      uses: ['link', 'account_separate', 'roi'],
    })),
    {
      ...wages,
      ...terms,
      agreement_id: 'AG-COL-WAGE',
      grantee: 'college',
      purpose: 'program and pathway outcomes',
      uses: ['link', 'improve_separate', 'improve_pooled', 'account_separate', 'account_pooled'],
    },
    {
      ...terms,
      agreement_id: 'AG-COL-ALL',
      grantor: 'college',
      grantee: 'alliance',
      legal_basis: 'ferpa_audit_eval',
      purpose: 'pathway measures',
      source: 'college',
      privacy_profile: 'ferpa10',
      uses: ['link', 'improve_separate', 'improve_pooled', 'account_pooled'],
    },
    {
      ...terms,
      agreement_id: 'AG-REG-BRIDGE',
      grantor: 'state-register',
      grantee: 'state-ui',
      legal_basis: 'contract',
      purpose: 'identity bridge between files with and without SSN; no attribute leaves the linkage',
      source: 'register',
      privacy_profile: 'ferpa10',
      uses: ['link'],
    },
    {
      ...wages,
      agreement_id: 'AG-OLD-FUND',
      grantee: 'funder',
      purpose: 'return on grants',
      privacy_profile: 'texas',
      uses: ['roi'],
      starts,
      expires: addMonths(window.lastDay, -12),
      destroy_by: window.lastDay,
      state: 'expired',
    },
  ];
}

function coverage(window: SampleWindow): readonly object[] {
  const last = quarterLabel(window.lastCompleteQuarter);
  const wages = (fips: string, first: number) => ({
    source: 'state-ui',
    kind: 'wages',
    state_fips: fips,
    first_quarter: quarterLabel(first),
    last_complete_quarter: last,
  });
  return [
    wages(HOME_STATE.fips, window.firstQuarter),
    wages(BORDER_STATE.fips, window.firstQuarter + BORDER_DELAY),
    { source: 'college', kind: 'enrollment', from: window.firstDay, complete_to: window.lastDay },
    { source: 'clearinghouse', kind: 'enrollment', from: window.firstDay, complete_to: window.lastDay },
    ...BODIES.map((body) => ({
      source: body.code,
      kind: 'holders',
      from: addMonths(window.firstDay, 12 * body.startsAfterYears),
      complete_to: window.lastDay,
    })),
  ];
}

function prices(window: SampleWindow): object {
  const quarters: Record<string, number> = {};
  for (let quarter = window.firstQuarter; quarter <= window.lastQuarter; quarter++) {
    quarters[quarterLabel(quarter)] = Math.round(BASE_INDEX * priceLevel(window, quarter) * 10_000) / 10_000;
  }
  return {
    series: 'invented for the sample',
    base: `mean of ${window.lastDay.slice(0, 4)}`,
    base_value: BASE_INDEX,
    quarters,
  };
}
