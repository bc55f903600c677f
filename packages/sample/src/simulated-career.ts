import { quarterOfDay } from '@credlink/contracts';
import { priceLevel } from './price-level.ts';
import { Random } from './random.ts';
import type { SampleOptions, SampleWindow } from './sample-options.ts';
import type { SimulatedAward } from './simulated-awards.ts';
import { type EmployerDirectory, SECTORS, type Sector } from './simulated-employers.ts';
import type { SimulatedPerson } from './simulated-person.ts';
import type { Schooling } from './simulated-schooling.ts';

/** One line of pay: person x employer x unit x quarter; several lines for a key are normal. */
export type PayLine = {
  readonly quarter: number;
  readonly employer: number;
  readonly unit: string;
  /** Numbers the person's jobs: what a payroll office got wrong stays wrong for the job. */
  readonly job: number;
  readonly dollars: number;
  readonly hours: number;
  readonly kind: 'regular' | 'duplicate' | 'adjustment' | 'lump_sum' | 'zero';
};

type Job = {
  readonly employer: number;
  readonly unit: string;
  readonly sector: Sector;
  readonly number: number;
};

const HIRED_A_QUARTER = 0.14;
const LEFT_A_QUARTER = 0.08;

/** Quarterly pay of base-year dollars in the middle of the range, before sector, ability and age. */
const MIDDLE_PAY = 8200;

/** Work and pay of one person over the window, with the planted effects of credentials. Empty where not covered. */
export function simulateCareer(
  options: SampleOptions,
  window: SampleWindow,
  directory: EmployerDirectory,
  person: SimulatedPerson,
  schooling: Schooling | null,
  awards: readonly SimulatedAward[],
): readonly PayLine[] {
  if (!person.isCovered) return [];
  const random = new Random(`${options.seed}/career/${person.index}`);
  const lines: PayLine[] = [];
  const held = heldCredentials(awards);
  let jobs = 0;
  const hire = (quarter: number): Job => {
    jobs += 1;
    const sector = drawSector(random, person, held, quarter);
    const employer = directory.draw(random, sector);
    const units = directory.employers[employer]?.units ?? ['00000'];
    return { employer, unit: random.pick(units), sector, number: jobs };
  };
  let main: Job | null = random.chance(0.6) ? hire(window.firstQuarter) : null;
  let second: Job | null = null;
  for (let quarter = window.firstQuarter; quarter <= window.lastQuarter; quarter++) {
    const age = Math.floor(quarter / 4) - Number(person.birthDay.slice(0, 4));
    if (age < 16 || age > 67) {
      main = null;
      second = null;
      continue;
    }
    const isEarlyHolder = held.some((award) => quarter > award.quarter && quarter <= award.quarter + 3);
    if (main !== null && random.chance(LEFT_A_QUARTER + (isEarlyHolder ? 0.12 : 0))) {
      main = random.chance(0.65) ? hire(quarter) : null;
    } else if (main === null && random.chance(HIRED_A_QUARTER + (isEarlyHolder ? 0.15 : 0))) {
      main = hire(quarter);
    }
    second = main !== null && random.chance(second === null ? 0.015 : 0.7) ? (second ?? hire(quarter)) : null;
    if (main !== null) {
      const isStudying = schooling?.terms.some((term) => quarterOfDay(term.start) === quarter) ?? false;
      const pay = realPay(random, person, main.sector, age) * (isStudying ? 0.65 : 1);
      const real = pay * dip(held, quarter) + effect(held, quarter);
      lines.push(...payLines(random, main, quarter, Math.round(real * priceLevel(window, quarter))));
    }
    if (second !== null) {
      const pay = 0.3 * realPay(random, person, second.sector, age);
      lines.push(...payLines(random, second, quarter, Math.round(pay * priceLevel(window, quarter))));
    }
  }
  return lines;
}

type Held = { readonly quarter: number; readonly award: SimulatedAward };

/** First awards that were never revoked: those that move wages. */
function heldCredentials(awards: readonly SimulatedAward[]): readonly Held[] {
  const revoked = new Set(
    awards.filter((award) => award.action === 'revoked').map((award) => award.credential),
  );
  return awards
    .filter((award) => award.action === 'initial' && !revoked.has(award.credential))
    .map((award) => ({ quarter: quarterOfDay(award.day), award }));
}

/** Base-year dollars: `dollars * min(1, k / ramp)` in the k-th quarter after the award, over all credentials. */
function effect(held: readonly Held[], quarter: number): number {
  let sum = 0;
  for (const { quarter: awarded, award } of held) {
    const { effectDollars, rampQuarters } = award.credential;
    if (quarter > awarded) sum += effectDollars * Math.min(1, (quarter - awarded) / rampQuarters);
  }
  return sum;
}

/** Factor on pay: training costs hours in the quarter of the award, and a third as many in the one before. */
function dip(held: readonly Held[], quarter: number): number {
  let factor = 1;
  for (const { quarter: awarded, award } of held) {
    if (quarter === awarded) factor *= 1 - award.credential.dipShare;
    if (quarter === awarded - 1) factor *= 1 - award.credential.dipShare / 3;
  }
  return factor;
}

function realPay(random: Random, person: SimulatedPerson, sector: Sector, age: number): number {
  const experience = Math.min(1.25, 0.62 + 0.025 * (age - 16));
  const spread = Math.exp(0.32 * person.ability + 0.09 * random.normal());
  return MIDDLE_PAY * sector.pay * experience * spread;
}

function drawSector(random: Random, person: SimulatedPerson, held: readonly Held[], quarter: number): Sector {
  const current = held.filter((award) => award.quarter < quarter);
  if (current.length > 0 && random.chance(0.6)) {
    const { naics } = random.pick(current).award.credential;
    const aligned = SECTORS.filter((sector) => naics.some((prefix) => sector.naics.startsWith(prefix)));
    if (aligned.length > 0) return random.pick(aligned);
  }
  const own = SECTORS.filter((sector) => sector.field === person.field);
  return random.chance(0.45) ? random.pick(own) : random.pick(SECTORS);
}

function payLines(random: Random, job: Job, quarter: number, dollars: number): PayLine[] {
  const line = (amount: number, kind: PayLine['kind']): PayLine => ({
    quarter,
    employer: job.employer,
    unit: job.unit,
    job: job.number,
    dollars: amount,
    hours: 480 - random.below(120),
    kind,
  });
  const draw = random.next();
  if (draw < 0.002) return [line(0, 'zero')];
  const regular = line(dollars, 'regular');
  if (draw < 0.005) return [regular, { ...regular, kind: 'duplicate' }];
  if (draw < 0.01) return [regular, line(-random.between(1, Math.max(2, dollars >> 3)), 'adjustment')];
  if (draw < 0.0108) return [regular, line(random.between(50_001, 140_000), 'lump_sum')];
  return [regular];
}
