import type { Attribute, KnownLevel, RulePack, RuleRole } from '@credlink/tokens';
import { ATTRIBUTES, IMPLIED_LEVELS, isKnownLevel, LEVELS } from '@credlink/tokens';

/** One rule in the numbering of a run: its position in emission masks, its levels and their bits. */
export type SpaceRule = {
  readonly code: number;
  readonly position: number;
  readonly levels: readonly KnownLevel[];
  readonly levelBits: bigint;
  readonly role: RuleRole;
};

/** The rules of all packs of a run, in code order, with the bits the SQL works on. */
export type RuleSpace = {
  readonly rules: readonly SpaceRule[];
};

/** Emission masks are 128-bit integers. */
const MOST_RULES = 128;

/** Every level in a fixed order, strongest first within its attribute: the position is the level's bit. */
function allLevels(): readonly KnownLevel[] {
  return ATTRIBUTES.flatMap((attribute): readonly KnownLevel[] => LEVELS[attribute]);
}

/** The bit of a level in a mask of agreed levels. */
export function bitOf(level: KnownLevel): bigint {
  const index = allLevels().indexOf(level);
  if (index < 0) throw new RangeError(`unknown level ${level}`);
  return 1n << BigInt(index);
}

export function attributeOf(level: KnownLevel): Attribute {
  const attribute = ATTRIBUTES.find((name) => level.startsWith(`${name}.`));
  if (attribute === undefined) throw new RangeError(`level ${level} names no attribute`);
  return attribute;
}

/**
 * Numbers the rules of all packs.
 *
 * @throws {RangeError} when one code stands for two composites or has two roles, a level is unknown, or there are more rules
 *   than a mask has bits.
 */
export function ruleSpace(packs: readonly RulePack[]): RuleSpace {
  const byCode = new Map<number, { readonly levels: readonly KnownLevel[]; readonly role: RuleRole }>();
  for (const { code, levels, role } of packs.flatMap((pack) => pack.rules)) {
    const known = levels.filter(isKnownLevel);
    if (known.length !== levels.length) throw new RangeError(`rule ${code} names an unknown level`);
    const earlier = byCode.get(code);
    if (earlier !== undefined && (earlier.levels.join() !== known.join() || earlier.role !== role)) {
      throw new RangeError(`rule code ${code} stands for two composites`);
    }
    byCode.set(code, { levels: known, role });
  }
  if (byCode.size > MOST_RULES) throw new RangeError('too many rules in one run');
  const rules = [...byCode]
    .sort(([left], [right]) => left - right)
    .map(([code, { levels, role }], position) => ({
      code,
      position,
      levels,
      role,
      levelBits: levels.reduce((bits, level) => bits | bitOf(level), 0n),
    }));
  return { rules };
}

/** The bits of a level and of everything that agrees whenever it agrees. */
export function closedBits(level: KnownLevel): bigint {
  return (IMPLIED_LEVELS[level] ?? []).reduce((bits, implied) => bits | bitOf(implied), bitOf(level));
}

/** The bits of all levels that tell that one of these agrees. */
function tellingBits(levels: readonly KnownLevel[]): bigint {
  return allLevels()
    .filter((level) => levels.some((one) => (closedBits(level) & bitOf(one)) !== 0n))
    .reduce((bits, level) => bits | bitOf(level), 0n);
}

/** What two people share so rarely that two bytes of a token would feign it more often than it happens. */
const RARE_LEVELS: readonly KnownLevel[] = [
  'surname.unordered',
  'ssn.nine',
  'phone.exact',
  'phone.lastSeven',
  'email.address',
  'email.local',
];

/**
 * The levels of which one at least must be known to agree, by a candidate token, before an evidence tag is believed: of
 * either attribute, but of the rare one where there is one. A tag then tells the common attribute only.
 *
 * Given names of one root nearly always begin alike (not Bill and William), so the root is an anchor of the initial too.
 * Without it the tag of initial and whole middle name was not looked at where no candidate token has the initial, and two
 * middle names that are the same letter passed for two names of one initial, which people share ten times less often.
 */
export function anchorsOf(levels: readonly KnownLevel[]): readonly KnownLevel[] {
  const rare = levels.filter((level) => RARE_LEVELS.includes(level));
  if (rare.length > 0) return rare;
  return levels.includes('given.initial') ? [...levels, 'given.root'] : levels;
}

/** Bits of all levels that tell that an anchor of these agrees. */
export function anchorBits(levels: readonly KnownLevel[]): bigint {
  return tellingBits(anchorsOf(levels));
}

/** Emission mask of the rules that satisfy a condition, as a decimal literal for SQL. */
export function maskOf(space: RuleSpace, isWanted: (rule: SpaceRule) => boolean): bigint {
  return space.rules.filter(isWanted).reduce((mask, { position }) => mask | (1n << BigInt(position)), 0n);
}
