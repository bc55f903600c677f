import type { Condition } from './condition.ts';
import type { Measure } from './measure.ts';

function parts(condition: Condition): readonly Condition[] {
  return condition.op === 'all' ? condition.of : [condition];
}

/** Nothing but the calendar decides who is counted. */
function isWholeCohort(among: Condition): boolean {
  return parts(among).every(({ op }) => op === 'everybody' || op === 'usable');
}

function isFound(condition: Condition): boolean {
  return (
    (condition.op === 'flag' && condition.flag === 'found') ||
    (condition.op === 'employed' && condition.how === 'any')
  );
}

/**
 * Whether a measure is the share of a whole cohort that is found in wages at some time. Such a share is too low by what
 * the linkage misses; where only those found are compared with each other, misses cancel.
 */
export function isShareFound({ figure }: Pick<Measure, 'figure'>): boolean {
  if (figure.kind !== 'share' || !isWholeCohort(figure.among)) return false;
  const others = parts(figure.of).filter(({ op }) => op !== 'usable');
  return others.length === 1 && others.every(isFound);
}
