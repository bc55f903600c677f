import type { Attribute, KnownLevel } from '@credlink/tokens';
import { IMPLIED_LEVELS, LEVELS } from '@credlink/tokens';

/** Chance that two random records agree at a level or a stronger one, by level. */
export type Chances = Readonly<Record<string, number>>;

/** Where a manifest states nothing: two records in a thousand agree. */
const UNSTATED = 0.002;

/** Levels overlap in ways the scalars cannot tell; at least this share of a level's chance is its own. */
const LEAST_OWN_SHARE = 0.1;

/** Two people who bear the same two names mostly bear them in the same order. */
const SWAPPED_SHARE = 0.02;

/** A value that nobody else in the file bears may still be borrowed or mistyped into agreement. */
const LEAST_CHANCE = 1e-7;

/**
 * Two people at random mostly differ in these, whatever a manifest states: else a difference would speak for one person.
 */
const MOST_AGREEING: Readonly<Partial<Record<Attribute, number>>> = {
  given: 0.5,
  middle: 0.5,
  surname: 0.5,
  birthDate: 0.5,
  ssn: 0.1,
  phone: 0.1,
};

function isSwap(level: KnownLevel): boolean {
  return level === 'surname.unordered' || level === 'surname.either' || level === 'surname.eitherSound';
}

function impliedBy(level: KnownLevel): readonly KnownLevel[] {
  return (Object.keys(IMPLIED_LEVELS) as readonly KnownLevel[]).filter((stronger) =>
    IMPLIED_LEVELS[stronger]?.includes(level),
  );
}

/**
 * Chance across two files: the geometric mean of the chances inside each, an upper bound of the chance between
 * them (Cauchy-Schwarz) that is tight where both draw on one population.
 */
export function acrossFiles(left: Chances, right: Chances, level: KnownLevel): number {
  return Math.sqrt((left[level] ?? UNSTATED) * (right[level] ?? UNSTATED));
}

/**
 * Probabilities of an attribute's outcomes for two different people: index 0 is a difference, then one entry per
 * level, strongest first, each without the stronger levels that contain it.
 *
 * `repeats` is the share of compared pairs that are one person, and `matched` their chance to agree: what a file
 * with several records a person measures contains those pairs, so they are taken out.
 */
export function outcomeChances(
  attribute: Attribute,
  chance: (level: KnownLevel) => number,
  used: (level: KnownLevel) => boolean,
  repeats: number,
  matched: (level: KnownLevel) => number,
): readonly number[] {
  const levels: readonly KnownLevel[] = LEVELS[attribute];
  const cumulative = (level: KnownLevel) =>
    Math.max(LEAST_CHANCE, (chance(level) - repeats * matched(level)) / (1 - repeats));
  const own = levels.map((level) => {
    if (!used(level)) return 0;
    const all = cumulative(level);
    const stronger = Math.max(0, ...impliedBy(level).filter(used).map(cumulative));
    const share = isSwap(level) ? SWAPPED_SHARE : LEAST_OWN_SHARE;
    return Math.max(LEAST_CHANCE, isSwap(level) ? 0 : all - stronger, all * share);
  });
  const sum = own.reduce((total, value) => total + value, 0);
  const most = MOST_AGREEING[attribute] ?? 0.98;
  const scale = sum > most ? most / sum : 1;
  return [1 - sum * scale, ...own.map((value) => value * scale)];
}
