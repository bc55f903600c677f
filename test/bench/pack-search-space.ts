import { ATTRIBUTES, type Attribute, type KnownLevel, LEVELS } from '@credlink/tokens';

/** A composite that could become a rule. */
export type SearchRule = { readonly id: string; readonly levels: readonly KnownLevel[] };

/** Attributes a rule may join. Sex is told apart by nothing else; references are not searched. */
const SEARCHED: readonly Attribute[] = ATTRIBUTES.filter(
  (attribute) => attribute !== 'sex' && attribute !== 'reference',
);

/**
 * Left out: the sixteen values of an address with one character deleted cover only its first sixteen characters, cost as much
 * as a whole pack, and as tags of two bytes agree by chance far more often than two people share an address.
 */
const LEFT_OUT: readonly KnownLevel[] = ['email.oneDeletion'];

/** What stands for a person by itself. */
const ALONE: readonly (readonly KnownLevel[])[] = [['surname.unordered'], ['email.address']];

/** Three attributes where two say too little. */
const THREE: readonly (readonly KnownLevel[])[] = [
  ['surname.part', 'given.root', 'ssn.lastFour'],
  ['surname.soundex', 'given.soundex', 'ssn.lastFour'],
];

export function attributeOf(level: KnownLevel): Attribute {
  return ATTRIBUTES.find((name) => level.startsWith(`${name}.`)) ?? 'reference';
}

function ruleOf(levels: readonly KnownLevel[]): SearchRule {
  return { id: levels.join('+'), levels };
}

/** Names that stand for surname and given name at once: no rule joins them to the given name. */
const CROSSING: readonly KnownLevel[] = ['surname.unordered', 'surname.either', 'surname.eitherSound'];

function areJoinable(one: KnownLevel, other: KnownLevel): boolean {
  const crossing = [one, other].some((level) => CROSSING.includes(level));
  return !(crossing && [one, other].some((level) => attributeOf(level) === 'given'));
}

/** Every pair of levels of two attributes, the composites of three, and what stands alone. */
export function ruleSpaceOfSearch(): readonly SearchRule[] {
  const pairs: SearchRule[] = [];
  for (const [place, one] of SEARCHED.entries()) {
    for (const other of SEARCHED.slice(place + 1)) {
      const levels: readonly KnownLevel[] = LEVELS[one];
      const others: readonly KnownLevel[] = LEVELS[other];
      for (const level of levels) {
        for (const partner of others) {
          const isLeftOut = LEFT_OUT.includes(level) || LEFT_OUT.includes(partner);
          if (!isLeftOut && areJoinable(level, partner)) pairs.push(ruleOf([level, partner]));
        }
      }
    }
  }
  return [...pairs, ...ALONE.map(ruleOf), ...THREE.map(ruleOf)];
}
