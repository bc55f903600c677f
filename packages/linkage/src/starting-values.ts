import type { Attribute, KnownLevel } from '@credlink/tokens';
import { LEVELS } from '@credlink/tokens';

/** Two records of one person: mostly the strongest level, a few differences, the rest spread over weaker levels. */
const SAME_PERSON = { strongest: 0.85, differs: 0.06 };
/** Two people of one household: what a household shares mostly agrees. */
const SAME_HOUSEHOLD = { strongest: 0.63, differs: 0.3 };

function spread(
  attribute: Attribute,
  isUsed: (level: KnownLevel) => boolean,
  { strongest, differs }: { readonly strongest: number; readonly differs: number },
): readonly number[] {
  const levels: readonly KnownLevel[] = LEVELS[attribute];
  const used = levels.map(isUsed);
  const first = used.indexOf(true);
  const others = used.filter(Boolean).length - 1;
  const rest = 1 - strongest - differs;
  return [
    others > 0 ? differs : differs + rest,
    ...used.map((isLevelUsed, index) => {
      if (!isLevelUsed) return 0;
      return index === first ? strongest : rest / others;
    }),
  ];
}

/** Index 0 is a difference, then levels, strongest first: what two records of one person do, before any is seen. */
export function samePersonStart(
  attribute: Attribute,
  isUsed: (level: KnownLevel) => boolean,
): readonly number[] {
  return spread(attribute, isUsed, SAME_PERSON);
}

export function sameHouseholdStart(
  attribute: Attribute,
  isUsed: (level: KnownLevel) => boolean,
): readonly number[] {
  return spread(attribute, isUsed, SAME_HOUSEHOLD);
}
