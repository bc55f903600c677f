import type { Amount, Condition } from '@credlink/measures';

/** One wage line, as delivered. */
export type Line = {
  readonly subject: number;
  readonly employer: number;
  readonly unit: number;
  readonly quarter: number;
  readonly cents: number;
};

/** Everything about one person, in memory. */
export type NaivePerson = { readonly anchorQuarter: number; readonly lines: readonly Line[] };

/** What the lines are read with. */
export type NaiveWorld = {
  readonly firstQuarter: number;
  readonly lastQuarter: number;
  /** Base-year prices over a quarter's. */
  readonly priceFactor: (quarter: number) => number;
  readonly naicsOfUnit: (unit: number) => string | null;
  readonly groupOf: (employer: number) => number;
  readonly alignedPrefixes: readonly string[];
};

const UNITS = 10_000;

/** Answers a condition by walking over a person's lines, quarter by quarter: slow, and independent of the SQL. */
export function holds(condition: Condition, person: NaivePerson, world: NaiveWorld): boolean {
  const quarter = (offset: number): number => person.anchorQuarter + offset;
  const range = (from: number, to: number): number[] =>
    Array.from({ length: to - from + 1 }, (_, step) => from + step);
  const spanQuarters = ({
    from,
    to,
    base,
  }: {
    from: number;
    to: number;
    base: 'quarter' | 'year';
  }): number[] => {
    const start = base === 'quarter' ? person.anchorQuarter : Math.floor(person.anchorQuarter / 4) * 4;
    return range(start + from, start + to);
  };
  const isEmployed = (at: number): boolean => total(at) > 0;
  const lines = distinctLines(person.lines).filter(
    (line) => line.quarter >= world.firstQuarter && line.quarter <= world.lastQuarter,
  );
  const total = (at: number): number => sum(lines.filter((line) => line.quarter === at));
  const employersAt = (at: number): number[] => [
    ...new Set(lines.filter((line) => line.quarter === at).map((line) => line.employer)),
  ];
  const paidBy = (employer: number, at: number): number =>
    sum(lines.filter((line) => line.quarter === at && line.employer === employer));
  const primary = (at: number): number | null => {
    const paying = employersAt(at).filter((employer) => paidBy(employer, at) > 0);
    return paying.sort((a, b) => paidBy(b, at) - paidBy(a, at) || a - b)[0] ?? null;
  };
  const naics = (at: number): string | null => {
    const employer = primary(at);
    if (employer === null) return null;
    const ofEmployer = lines.filter((line) => line.quarter === at && line.employer === employer);
    const units = [...new Set(ofEmployer.map((line) => line.unit))];
    const paid = (unit: number): number => sum(ofEmployer.filter((line) => line.unit === unit));
    const main = units.sort((a, b) => paid(b) - paid(a) || a - b)[0];
    return main === undefined ? null : world.naicsOfUnit(main);
  };
  const groupsAt = (at: number): number[] =>
    employersAt(at)
      .filter((employer) => paidBy(employer, at) > 0)
      .map(world.groupOf);
  const amountOf = (amount: Amount): number => {
    if (amount.kind === 'change') return amountOf(amount.after) - amountOf(amount.before);
    const parts = spanQuarters(amount.span).filter(isEmployed);
    return parts.reduce((so, at) => {
      const units = total(at) * UNITS;
      return so + (amount.prices === 'nominal' ? units : Math.round(units * world.priceFactor(at)));
    }, 0);
  };
  const test = (one: Condition): boolean => holds(one, person, world);

  switch (condition.op) {
    case 'everybody':
      return true;
    case 'usable':
      return spanQuarters(condition.span).every((at) => at >= world.firstQuarter && at <= world.lastQuarter);
    case 'employed':
      return condition.how === 'any'
        ? spanQuarters(condition.span).some(isEmployed)
        : spanQuarters(condition.span).every(isEmployed);
    case 'employed_quarters':
      return spanQuarters(condition.span).filter(isEmployed).length >= condition.atLeast;
    case 'kept_employer': {
      const base = primary(quarter(0));
      const isKept = (at: number): boolean => base !== null && groupsAt(at).includes(world.groupOf(base));
      const at = spanQuarters(condition.span);
      return condition.how === 'any' ? at.some(isKept) : at.every(isKept);
    }
    case 'one_employer': {
      const groups = new Set(lines.map((line) => world.groupOf(line.employer)));
      const pays = (group: number, at: number): boolean => groupsAt(at).includes(group);
      return [...groups].some(
        (group) =>
          (condition.any === null || spanQuarters(condition.any).some((at) => pays(group, at))) &&
          condition.every.every((offset) => pays(group, quarter(offset))) &&
          (condition.none === null || !spanQuarters(condition.none).some((at) => pays(group, at))),
      );
    }
    case 'aligned':
      return spanQuarters(condition.span).some(
        (at) =>
          isEmployed(at) && world.alignedPrefixes.some((prefix) => naics(at)?.startsWith(prefix) === true),
      );
    case 'has_alignment':
      return world.alignedPrefixes.length > 0;
    case 'sector':
      return (naics(quarter(condition.at))?.slice(0, 2) ?? 'unknown') === condition.sector;
    case 'amount': {
      const value = amountOf(condition.amount);
      return condition.compare === '>' ? value > condition.cents * UNITS : value >= condition.cents * UNITS;
    }
    case 'flag':
      if (condition.flag === 'linked') return person.lines.length > 0;
      if (condition.flag === 'found') return lines.some((line) => isEmployed(line.quarter));
      throw new RangeError('the oracle knows no such flag');
    case 'all':
      return condition.of.every(test);
    case 'either':
      return condition.of.some(test);
    case 'not':
      return !test(condition.of);
    case 'listed':
    case 'targeted':
      throw new RangeError('the oracle answers conditions of awards alone');
  }
}

function distinctLines(lines: readonly Line[]): readonly Line[] {
  return [...new Map(lines.map((line) => [JSON.stringify(line), line])).values()];
}

function sum(lines: readonly Line[]): number {
  return lines.reduce((so, line) => so + line.cents, 0);
}
