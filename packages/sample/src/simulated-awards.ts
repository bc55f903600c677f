import { addMonths, dayNumber, isoDay } from './calendar.ts';
import { Random } from './random.ts';
import { BODIES, CREDENTIALS, OLD_CODE, type SampleCredential } from './sample-credentials.ts';
import type { SampleOptions, SampleWindow } from './sample-options.ts';
import type { SimulatedPerson } from './simulated-person.ts';
import type { Schooling } from './simulated-schooling.ts';

/** One event of a credential in its body's records. */
export type SimulatedAward = {
  readonly credential: SampleCredential;
  /** The code as the row carries it, before any slip of the pen. */
  readonly code: string;
  readonly day: string;
  readonly action: 'initial' | 'renewal' | 'revoked';
  readonly status: 'active' | 'expired' | 'revoked';
  readonly expiresOn: string | null;
  readonly examDay: string | null;
  readonly attempt: number | null;
  readonly route: 'exam' | 'program' | 'reciprocity';
};

const REVOKED_SHARE = 0.015;
const RENEWED_SHARE = 0.6;
/** Share of a program's completers who sit for the credential it leads to. */
const LED_SHARE = 0.55;

export function simulateAwards(
  options: SampleOptions,
  window: SampleWindow,
  person: SimulatedPerson,
  schooling: Schooling | null,
): readonly SimulatedAward[] {
  const random = new Random(`${options.seed}/awards/${person.index}`);
  const awards: SimulatedAward[] = [];
  for (const credential of CREDENTIALS) {
    const body = BODIES.find((known) => known.code === credential.body);
    const bodyStart = addMonths(window.firstDay, 12 * (body?.startsAfterYears ?? 0));
    const day = firstDay(random, window, bodyStart, person, schooling, credential);
    if (day !== null) awards.push(...history(random, window, credential, day.day, day.route));
  }
  return awards;
}

/** When and how the credential is first earned, or null. */
function firstDay(
  random: Random,
  window: SampleWindow,
  bodyStart: string,
  person: SimulatedPerson,
  schooling: Schooling | null,
  credential: SampleCredential,
): { day: string; route: SimulatedAward['route'] } | null {
  const isLed = schooling?.program.leadsTo === credential.code && schooling.completedOn !== null;
  if (isLed && schooling?.completedOn !== null && schooling !== null && random.chance(LED_SHARE)) {
    const day = isoDay(dayNumber(schooling.completedOn) + random.between(5, 250));
    if (day >= bodyStart && day <= window.lastDay) return { day, route: 'program' };
  }
  // Abler people try more often: what they earn anyway must not be taken for the effect of the credential.
  const pull = Math.min(1.6, Math.max(0.4, 1 + 0.3 * person.ability));
  const isDrawn = person.mayEarnCredentials && person.field === fieldOfBody(credential.body);
  if (!isDrawn || !random.chance(credential.share * pull)) return null;
  const from = dayNumber(bodyStart);
  const day = isoDay(from + random.below(dayNumber(window.lastDay) - from + 1));
  const isOldEnough = addMonths(person.birthDay, 12 * 17) <= day;
  return isOldEnough ? { day, route: random.chance(0.12) ? 'reciprocity' : 'exam' } : null;
}

function fieldOfBody(body: string): SimulatedPerson['field'] {
  if (body === 'tradecraft-board') return 'trade';
  return body === 'netskill-alliance' ? 'computing' : 'health';
}

function history(
  random: Random,
  window: SampleWindow,
  credential: SampleCredential,
  day: string,
  route: SimulatedAward['route'],
): SimulatedAward[] {
  const attempt = random.chance(0.75) ? 1 : 2;
  const examDay = isoDay(dayNumber(day) - random.between(1, 40));
  const row = (at: string, action: SimulatedAward['action']): SimulatedAward => {
    const expiresOn = credential.renewalMonths === null ? null : addMonths(at, credential.renewalMonths);
    const isOver = expiresOn !== null && expiresOn <= window.lastDay;
    return {
      credential,
      code: codeOn(window, credential.code, at),
      day: at,
      action,
      status: action === 'revoked' ? 'revoked' : isOver ? 'expired' : 'active',
      expiresOn: action === 'revoked' ? null : expiresOn,
      examDay: action === 'initial' ? examDay : null,
      attempt: action === 'initial' ? attempt : null,
      route,
    };
  };
  const rows = [row(day, 'initial')];
  if (random.chance(REVOKED_SHARE)) {
    const revokedOn = isoDay(dayNumber(day) + random.between(60, 500));
    return revokedOn <= window.lastDay ? [...rows, row(revokedOn, 'revoked')] : rows;
  }
  let last = day;
  while (credential.renewalMonths !== null && random.chance(RENEWED_SHARE)) {
    last = isoDay(dayNumber(addMonths(last, credential.renewalMonths)) - random.below(45));
    if (last > window.lastDay) break;
    rows.push(row(last, 'renewal'));
  }
  return rows;
}

function codeOn(window: SampleWindow, code: string, day: string): string {
  const isOld = code === OLD_CODE.successor && day < addMonths(window.firstDay, 12);
  return isOld ? OLD_CODE.code : code;
}
