/** What one attack learnt of people it should learn nothing of. `isBreach` where it learnt anything at all. */
export type Finding = {
  /** `A1` ... `A23`, see the title. */
  readonly id: string;
  readonly title: string;
  readonly isBreach: boolean;
  /** In words, at most a few examples. */
  readonly learnt: readonly string[];
  /** Requests, targets or combinations that were tried. */
  readonly tried: number;
  /** What is left open on purpose, in words. */
  readonly remark: string;
};

const MOST_EXAMPLES = 3;

/** A finding with its first examples and the number of the others. */
export function finding(
  id: string,
  title: string,
  tried: number,
  learnt: readonly string[],
  remark = '',
): Finding {
  const rest = learnt.length - MOST_EXAMPLES;
  return {
    id,
    title,
    tried,
    remark,
    isBreach: learnt.length > 0,
    learnt: [...learnt.slice(0, MOST_EXAMPLES), ...(rest > 0 ? [`and ${rest} more`] : [])],
  };
}
