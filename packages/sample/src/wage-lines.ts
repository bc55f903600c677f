import { quarterLabel } from '@credlink/contracts';
import { isoDay, quarterStart } from './calendar.ts';
import { Random } from './random.ts';
import { mistype, recordIdentity } from './recorded-identity.ts';
import type { PayLine } from './simulated-career.ts';
import { accountIn, BORDER_STATE, type SimulatedEmployer } from './simulated-employers.ts';
import type { SimulatedLife, SimulatedState } from './simulated-life.ts';
import { inventedSsn, neighbourSsn, type SimulatedPerson } from './simulated-person.ts';

/** One line before it is written out. */
type WageEntry = {
  readonly life: SimulatedLife;
  readonly pay: PayLine;
  readonly employer: SimulatedEmployer;
};

/** Quarters after the window's start in which the border state's files begin. */
export const BORDER_DELAY = 8;

/** Employers that report occupations do so from this quarter of the window on. */
const OCCUPATION_DELAY = 12;

/** `2019q1`. */
export function wageFileName(quarter: number): string {
  return quarterLabel(quarter).toLowerCase();
}

/** The lines of one quarter in the order of its file. */
export function* wageEntries(state: SimulatedState, quarter: number): Generator<WageEntry> {
  const { directory, window } = state;
  for (const life of state.lives(`wages/${quarter}`)) {
    for (const pay of life.pay()) {
      if (pay.quarter !== quarter) continue;
      const employer = directory.employers[pay.employer];
      if (employer === undefined) continue;
      if (quarter > window.lastCompleteQuarter && !employer.isEarlyReporter) continue;
      const isLater =
        employer.stateFips === BORDER_STATE.fips && quarter < window.firstQuarter + BORDER_DELAY;
      if (!isLater) yield { life, pay, employer };
    }
  }
}

/** 96 characters in LEHD order and LF for each entry of a quarter. */
export function* wageTexts(state: SimulatedState, quarter: number): Generator<string> {
  const hasOccupations = quarter >= state.window.firstQuarter + OCCUPATION_DELAY;
  let last: { entry: WageEntry; name: string } | null = null;
  for (const entry of wageEntries(state, quarter)) {
    const { life, pay, employer } = entry;
    const isSameJob = last !== null && last.entry.life.index === life.index && last.entry.pay.job === pay.job;
    const name: string = last !== null && isSameJob ? last.name : payrollName(state, life.person(), pay);
    last = { entry, name };
    yield [
      name,
      employer.stateFips,
      accountIn(employer, quarter),
      pay.unit,
      employer.ein,
      String(Math.floor(quarter / 4)),
      String((quarter % 4) + 1),
      amount(pay.dollars),
      hasOccupations && employer.reportsOccupation
        ? employer.sector.soc + String(pay.hours).padStart(4, '0')
        : ' '.repeat(10),
      '\n',
    ].join('');
  }
}

/** Positions 1 to 45. What the payroll office got wrong stays wrong for the job: drawn per person and job. */
function payrollName(state: SimulatedState, person: SimulatedPerson, pay: PayLine): string {
  const random = new Random(`${state.options.seed}/payroll/${person.index}/${pay.job}`);
  const day = isoDay(quarterStart(pay.quarter));
  const identity = recordIdentity(random, person, day, 1);
  const surname = random.chance(0.01) ? mistype(random, identity.surname) : identity.surname;
  const isBlank = random.chance(0.002);
  const given = isBlank ? '' : identity.given;
  const last = isBlank ? '' : `${surname}${identity.suffix === '' ? '' : ` ${identity.suffix}`}`;
  return (
    payrollSsn(random, state, person) +
    fixed(given, 15) +
    fixed(identity.middle.slice(0, 1), 1) +
    fixed(last, 20)
  );
}

function payrollSsn(random: Random, state: SimulatedState, person: SimulatedPerson): string {
  const { options } = state;
  if (person.ssn === null) {
    // Somebody else's or an invented number, now and then another one.
    const kind = random.next();
    if (kind < 0.45) return neighbourSsn(options, person.index);
    return kind < 0.8 ? inventedSsn(options, person.index) : '000000000';
  }
  const draw = random.next();
  if (draw < 0.012) return '000000000';
  if (draw < 0.015) return random.pick(['999999999', '111111111', '123456789']);
  if (draw < 0.022) return person.ssn.slice(0, 7) + random.digits(2);
  return person.ssn;
}

function fixed(text: string, width: number): string {
  return text.toUpperCase().slice(0, width).padEnd(width);
}

/** Ten characters, zero-filled; a negative amount has its sign in the first. */
function amount(dollars: number): string {
  return dollars < 0 ? `-${String(-dollars).padStart(9, '0')}` : String(dollars).padStart(10, '0');
}
