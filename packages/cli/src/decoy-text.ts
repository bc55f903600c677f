import { LEAST_SUBJECTS_WITH_DECOYS, SUBJECTS_PER_DECOY } from '@credlink/contracts';

/** Thirty of each of the three kinds, the least of which a run says anything. */
const LEAST_TELLING = 90;

/** What a contributor is told of the decoys in a file; null where it asked for none. */
export function decoyText(asked: number, planted: number): string | null {
  if (asked === 0) return null;
  const limits = `at most one subject in ${SUBJECTS_PER_DECOY} may be invented, none in files of fewer than ${LEAST_SUBJECTS_WITH_DECOYS} persons`;
  if (planted === 0) return `No decoys were planted: ${limits}.`;
  const few =
    planted < LEAST_TELLING ? ` Fewer than ${LEAST_TELLING} in all files of a source tell nothing.` : '';
  const fewer = planted < asked ? ` of the ${asked} asked for (${limits})` : '';
  return `Planted ${planted} decoys${fewer}: they have no facts and reach no figure.${few}`;
}
