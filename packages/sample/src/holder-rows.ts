import { dayNumber, isoDay, usDay } from './calendar.ts';
import { csvLine } from './csv-text.ts';
import { Random } from './random.ts';
import { type RecordedIdentity, recordIdentity } from './recorded-identity.ts';
import { FABRICATED, type SampleBody } from './sample-credentials.ts';
import type { SimulatedAward } from './simulated-awards.ts';
import { HOME_STATE } from './simulated-employers.ts';
import type { SimulatedLife, SimulatedState } from './simulated-life.ts';
import { personIdOf, simulatePerson } from './simulated-person.ts';

export type HolderRow = {
  readonly text: string;
  readonly recordRef: string;
  readonly personId: string;
  readonly kind: 'real' | 'unknown_code' | 'fabricated';
  /** The code as the catalogue has it, old codes resolved. */
  readonly code: string;
  readonly day: string;
  readonly action: SimulatedAward['action'];
};

type Written = Omit<HolderRow, 'text' | 'recordRef'> & {
  readonly fields: (ref: string) => readonly (string | number)[];
};

/** A body's columns, as its own system exports them. */
type BodyColumns = {
  readonly header: readonly string[];
  readonly who: (identity: RecordedIdentity, random: Random) => readonly string[];
};

const AWARD_COLUMNS = [
  'credential_code',
  'award_date',
  'action',
  'status',
  'expires_on',
  'exam_date',
  'attempt_no',
  'route',
  'training_provider',
  'assessment_state',
] as const;

const COLUMNS: Readonly<Record<string, BodyColumns>> = {
  'tradecraft-board': {
    header: [
      'record_ref',
      'first_name',
      'middle_initial',
      'last_name',
      'suffix',
      'date_of_birth',
      'zip',
      'email',
      'ssn_last4',
      ...AWARD_COLUMNS,
    ],
    who: (identity, random) => [
      identity.given,
      identity.middle.slice(0, 1),
      identity.surname,
      identity.suffix,
      identity.birthDay,
      identity.zip,
      identity.email,
      random.chance(0.42) ? identity.ssn.slice(-4) : '',
    ],
  },
  'netskill-alliance': {
    header: [
      'Certificate Number',
      'Candidate Name',
      'Email Address',
      'Street',
      'City',
      'State',
      'ZIP Code',
      'Birth Date',
      'Cert Code',
      'Issue Date',
      'Action',
      'Status',
      'Expiration Date',
      'Exam Date',
      'Attempt',
      'Route',
      'Training Provider',
      'Exam State',
    ],
    who: (identity, random) => [
      fullName(identity, random),
      identity.email,
      identity.street,
      identity.city,
      HOME_STATE.postal,
      identity.zip,
      random.chance(0.6) ? identity.birthDay : '',
    ],
  },
  'wellcare-council': {
    header: [
      'record_ref',
      'first_name',
      'middle_initial',
      'last_name',
      'date_of_birth',
      'ssn',
      'sex',
      ...AWARD_COLUMNS,
    ],
    who: (identity, random) => [
      identity.given,
      identity.middle.slice(0, 1),
      identity.surname,
      identity.birthDay,
      random.chance(0.7) ? identity.ssn : '',
      identity.sex,
    ],
  },
};

export function holderHeader(body: SampleBody): string {
  return csvLine(columnsOf(body).header);
}

/** The rows of a body's file in its order, with the person behind each. */
export function* holderRows(state: SimulatedState, body: SampleBody): Generator<HolderRow> {
  const columns = columnsOf(body);
  let number = 0;
  for (const written of allRows(state, body, columns)) {
    number += 1;
    const recordRef = `${body.prefix}-${String(number).padStart(7, '0')}`;
    const { fields, ...truth } = written;
    yield { ...truth, recordRef, text: csvLine(fields(recordRef)) };
  }
}

function columnsOf(body: SampleBody): BodyColumns {
  const columns = COLUMNS[body.code];
  if (columns === undefined) throw new RangeError(`no columns for ${body.code}`);
  return columns;
}

function* allRows(state: SimulatedState, body: SampleBody, columns: BodyColumns): Generator<Written> {
  const fabricatedAt = Math.floor(state.options.persons / 2);
  let seen = 0;
  for (const life of state.lives(`issuers/${body.code}`)) {
    if (seen === fabricatedAt) yield* fabricatedRows(state, body, columns);
    seen += 1;
    yield* personRows(state, body, columns, life);
  }
}

function* personRows(
  state: SimulatedState,
  body: SampleBody,
  columns: BodyColumns,
  life: SimulatedLife,
): Generator<Written> {
  const own = life.awards().filter((award) => award.credential.body === body.code);
  const [first] = own;
  if (first === undefined) return;
  const random = new Random(`${state.options.seed}/holder/${body.code}/${life.index}`);
  const openAccount = () =>
    columns.who(recordIdentity(random, life.person(), first.day, body.carelessness), random);
  const account = openAccount();
  const other = random.chance(0.02) ? openAccount() : null;
  // Newest first now and then: a renewal may stand before its initial.
  const rows = random.chance(0.3) ? own.toReversed() : own;
  for (const award of rows) {
    const isTwice = random.chance(0.006);
    yield writeRow(
      random,
      personIdOf(life.index),
      other !== null && random.chance(0.5) ? other : account,
      award,
    );
    if (isTwice) yield writeRow(random, personIdOf(life.index), other ?? account, award);
  }
}

function writeRow(
  random: Random,
  personId: string,
  account: readonly string[],
  award: SimulatedAward,
): Written {
  const isUnknown = random.chance(0.004);
  const code = `${award.code}${isUnknown ? '-X' : ''}`;
  const writtenCode = random.chance(0.04) ? code.toLowerCase() : code;
  const isMonthOnly = random.chance(0.006);
  const writtenDay = isMonthOnly ? award.day.slice(0, 7) : random.chance(0.08) ? usDay(award.day) : award.day;
  const provider =
    award.route === 'program' ? 'Riverbend Community College' : random.pick(['', '', 'Harbor Skills Center']);
  return {
    personId,
    kind: isUnknown ? 'unknown_code' : 'real',
    code: award.credential.code,
    day: isMonthOnly ? lastOfMonth(award.day) : award.day,
    action: award.action,
    fields: (ref) => [
      ref,
      ...account,
      writtenCode,
      writtenDay,
      award.action,
      award.status,
      award.expiresOn ?? '',
      award.examDay ?? '',
      award.attempt ?? '',
      award.route,
      provider,
      HOME_STATE.postal,
    ],
  };
}

/** Holders who do not exist, under identifiers drawn for nobody in the state. */
function* fabricatedRows(state: SimulatedState, body: SampleBody, columns: BodyColumns): Generator<Written> {
  if (!FABRICATED.code.startsWith(body.prefix)) return;
  const { options, window } = state;
  for (let index = 0; index < FABRICATED.rows; index++) {
    const random = new Random(`${options.seed}/fabricated/${index}`);
    const nobody = simulatePerson({ ...options, seed: `${options.seed}/nobody` }, window, index);
    const identity = { ...recordIdentity(random, nobody, window.lastDay, 1), ssn: '' };
    const day = isoDay(dayNumber(window.firstDay) + 400 + random.below(900));
    const who = columns.who(identity, random);
    yield {
      personId: `F${String(index + 1).padStart(7, '0')}`,
      kind: 'fabricated',
      code: FABRICATED.code,
      day,
      action: 'initial',
      fields: (ref) => [
        ref,
        ...who,
        FABRICATED.code,
        day,
        'initial',
        'active',
        '',
        day,
        1,
        'exam',
        '',
        HOME_STATE.postal,
      ],
    };
  }
}

function fullName(identity: RecordedIdentity, random: Random): string {
  const middle = identity.middle === '' ? '' : ` ${identity.middle.slice(0, 1)}`;
  const suffix = identity.suffix === '' ? '' : ` ${identity.suffix}`;
  return random.chance(0.12)
    ? `${identity.surname}${suffix}, ${identity.given}${middle}`
    : `${identity.given}${middle} ${identity.surname}${suffix}`;
}

function lastOfMonth(day: string): string {
  const next = isoDay(dayNumber(`${day.slice(0, 7)}-28`) + 4).slice(0, 7);
  return isoDay(dayNumber(`${next}-01`) - 1);
}
