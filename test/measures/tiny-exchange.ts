import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Catalogue,
  FACT_CONTRACTS,
  KINDS_WITHOUT_PERSONS,
  SOURCE_KINDS,
  type SourceKind,
} from '@credlink/contracts';
import { type Engine, openEngine } from '@credlink/vault';
import { computeCells } from '../../services/publisher/src/compute/compute-cells.ts';
import type { ComputedCells } from '../../services/publisher/src/compute/computed-cells.ts';

/** One fact row: `person_id` and any columns of the kind's contract; employers are small numbers. */
export type FactRow = Readonly<Record<string, string | number | boolean | null>>;
export type Facts = Readonly<Partial<Record<SourceKind, readonly FactRow[]>>>;

/** What a test asks of a figure: distinct persons, and cents for percentiles. */
type FigureView = {
  readonly numerator: number | null;
  readonly population: number;
  readonly eligible: number | null;
  readonly cents: number | null;
  readonly calendar: string;
};

export type TinyExchange = {
  readonly computed: ComputedCells;
  figure(table: string, key: Readonly<Record<string, string>>, measure: string, variant?: string): FigureView;
  readonly engine: Engine;
  close(): Promise<void>;
};

/** Two bodies, one college, one pathway of two courses and a program; wages of 2016Q1 to 2025Q3 in one state. */
export function tinyCatalogue(change: (draft: Record<string, unknown>) => void = () => undefined): Catalogue {
  const draft: Record<string, unknown> = {
    credentials: [
      {
        code: 'X',
        name: 'X',
        type: 'Certification',
        owner: 'body',
        status: 'active',
        naics2022_prefix: ['332'],
        relations: [{ kind: 'preparation_for', to: 'Y' }],
      },
      {
        code: 'X-OLD',
        name: 'X before',
        type: 'Certification',
        owner: 'body',
        status: 'superseded',
        superseded_by: 'X',
      },
      { code: 'Y', name: 'Y', type: 'Certification', owner: 'other-body', status: 'active' },
      { code: 'CERT', name: 'Certificate', type: 'Certificate', owner: 'college', status: 'active' },
    ],
    programs: [
      { program_id: 'P', name: 'Program', provider: 'college', award_codes: ['CERT'], courses: ['C1', 'C2'] },
    ],
    pathways: [
      {
        pathway_id: 'PW',
        name: 'Pathway',
        components: [
          { kind: 'course', ref: 'C1', tag: 'A', is_entry_point: true },
          { kind: 'course', ref: 'C2', tag: 'A', is_entry_point: false },
          { kind: 'program', ref: 'P', is_entry_point: false },
          { kind: 'credential', ref: 'X', tag: 'B.1' },
          { kind: 'credential', ref: 'CERT', tag: 'B.2' },
        ],
        target_naics_prefix: ['33'],
        exit_gap_days: 365,
        attain_lag_days: 365,
      },
    ],
    source_coverage: [
      {
        source: 'state',
        kind: 'wages',
        state_fips: '34',
        first_quarter: '2016Q1',
        last_complete_quarter: '2025Q3',
      },
      { source: 'college', kind: 'enrollment', from: '2016-01-01', complete_to: '2025-12-31' },
      { source: 'body', kind: 'holders', from: '2016-01-01', complete_to: '2025-12-31' },
      { source: 'other-body', kind: 'holders', from: '2018-01-01', complete_to: '2025-12-31' },
    ],
    wage_thresholds: [{ id: 'family', name: 'family', annual: 52000 }],
    cpi: { base: '2024', base_value: 300, quarters: { ...levelPrices(), '2019Q4': 250, '2020Q1': 240 } },
  };
  change(draft);
  return Catalogue.parse(draft);
}

/** A price level of 300 in every wage quarter. */
function levelPrices(): Record<string, number> {
  const years = Array.from({ length: 10 }, (_, index) => 2016 + index);
  return Object.fromEntries(
    years.flatMap((year) => [1, 2, 3, 4].map((quarter) => [`${year}Q${quarter}`, 300])),
  );
}

/**
 * Computes the cells of a few rows. Rows get a subject of their own unless they name one.
 * @param blur how far wages behind percentiles are moved, and the seed of each person by number
 */
export async function computeTiny(
  facts: Facts,
  catalogue: Catalogue = tinyCatalogue(),
  blur: { readonly cents: number; readonly seeds: readonly string[] } = { cents: 0, seeds: [] },
): Promise<TinyExchange> {
  const tempFolder = await mkdtemp(join(tmpdir(), 'credlink-tiny-'));
  const engine = await openEngine({ memoryLimit: '512MB', threads: 1, tempFolder, folders: [tempFolder] });
  const close = async (): Promise<void> => {
    await engine.close();
    await rm(tempFolder, { recursive: true, force: true });
  };
  try {
    for (const kind of SOURCE_KINDS) await fill(engine, kind, facts[kind] ?? []);
    await engine.run('CREATE TABLE person_blur (person_id UBIGINT, seed VARCHAR)');
    for (const [person, seed] of blur.seeds.entries())
      await engine.run(`INSERT INTO person_blur VALUES (${person}, '${seed}')`);
    const computed = await computeCells(
      engine,
      { absent: [], hasRosters: false, blurCents: blur.cents },
      catalogue,
      () => undefined,
    );
    return { computed, engine, close, figure: (...address) => viewFigure(computed, ...address) };
  } catch (error) {
    await close();
    throw error;
  }
}

async function fill(engine: Engine, kind: SourceKind, rows: readonly FactRow[]): Promise<void> {
  const columns = [
    ...(KINDS_WITHOUT_PERSONS.includes(kind) ? [] : [{ name: 'person_id', type: 'UBIGINT' }]),
    { name: 'subject_id', type: 'UBIGINT' },
    { name: 'organisation', type: 'VARCHAR' },
    ...FACT_CONTRACTS[kind],
  ];
  await engine.run(`CREATE TABLE ${kind} (${columns.map(({ name, type }) => `${name} ${type}`).join(', ')})`);
  const literals = rows.map((row, index) => {
    const values: FactRow = { subject_id: index + 1, organisation: `owner-of-${kind}`, ...row };
    return `(${columns.map(({ name, type }) => literal(values[name] ?? null, type)).join(', ')})`;
  });
  if (literals.length > 0) await engine.run(`INSERT INTO ${kind} VALUES ${literals.join(', ')}`);
}

function literal(value: string | number | boolean | null, type: string): string {
  if (value === null) return 'NULL';
  if (type === 'UUID') return `'00000000-0000-0000-0000-${String(value).padStart(12, '0')}'`;
  return typeof value === 'string' ? `'${value}'` : String(value);
}

function viewFigure(
  computed: ComputedCells,
  table: string,
  key: Readonly<Record<string, string>>,
  measure: string,
  variant = '',
): FigureView {
  const wanted = JSON.stringify(Object.entries(key).sort());
  const figure = computed.figures.find(
    (one) =>
      one.table === table &&
      one.measure === measure &&
      one.variant === variant &&
      JSON.stringify(Object.entries(one.key).sort()) === wanted,
  );
  if (figure === undefined) throw new RangeError('no such figure in the cube');
  const persons = (cell: number | null): number | null =>
    cell === null ? null : (computed.cells[cell]?.persons ?? null);
  const around = computed.distributions[figure.distribution ?? -1]?.around ?? [];
  return {
    numerator: persons(figure.numerator),
    population: persons(figure.population) ?? 0,
    eligible: persons(figure.eligible),
    cents: middleOf(around[computed.percentileGrid.indexOf(figure.share ?? -1)] ?? []),
    calendar: figure.calendar,
  };
}

/** Of the amounts around a percentile, the percentile. */
function middleOf(amounts: readonly number[]): number | null {
  return amounts[(amounts.length - 1) / 2] ?? null;
}

/** A wage line of a person: whole dollars from employer 1 unless said otherwise. */
export function wage(person: number, quarter: number, dollars: number, rest: FactRow = {}): FactRow {
  return {
    person_id: person,
    subject_id: person,
    employer: 1,
    employer_unit: 1,
    state_fips: '34',
    quarter,
    wage_cents: dollars * 100,
    ...rest,
  };
}

export function holder(person: number, day: string, rest: FactRow = {}): FactRow {
  return {
    person_id: person,
    organisation: 'body',
    credential_code: 'X',
    award_date: day,
    action: 'initial',
    ...rest,
  };
}

/** A course of the college, one term. */
export function course(person: number, from: string, to: string, code = 'C1', rest: FactRow = {}): FactRow {
  return {
    person_id: person,
    organisation: 'college',
    term_start: from,
    term_end: to,
    course_code: code,
    college_level: true,
    credits: 3,
    credit_unit: 'semester',
    passed: true,
    ...rest,
  };
}
