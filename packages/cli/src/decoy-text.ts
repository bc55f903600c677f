import {
  KINDS_WITHOUT_PERSONS,
  LEAST_SUBJECTS_WITH_DECOYS,
  type Manifest,
  SUBJECTS_PER_DECOY,
} from '@credlink/contracts';

/** Thirty of each of the three kinds, the least of which a run says anything. */
const LEAST_TELLING = 90;

/** Why there are fewer than were asked for. */
function reason(asked: number, people: number, kind: Manifest['kind']): string {
  if (KINDS_WITHOUT_PERSONS.includes(kind)) return `a file of ${kind} has no persons`;
  if (people < LEAST_SUBJECTS_WITH_DECOYS)
    return `none may be in a file of fewer than ${LEAST_SUBJECTS_WITH_DECOYS} persons`;
  if (asked * SUBJECTS_PER_DECOY > people)
    return `at most one subject in ${SUBJECTS_PER_DECOY} may be invented`;
  return 'too few of its records have the names that one is made of';
}

/** What a contributor is told of the decoys in a file; null where it asked for none. */
export function decoyText(
  asked: number,
  { kind, subjects, decoys }: Pick<Manifest, 'kind' | 'subjects' | 'decoys'>,
): string | null {
  if (asked === 0) return null;
  const planted = decoys?.count ?? 0;
  const why = reason(asked, subjects, kind);
  if (planted === 0) return `No decoys were planted: ${why}.`;
  const few =
    planted < LEAST_TELLING ? ` Fewer than ${LEAST_TELLING} in all files of a source tell nothing.` : '';
  const fewer = planted < asked ? ` of the ${asked} asked for (${why})` : '';
  return `Planted ${planted} decoys${fewer}: they have no facts and reach no figure.${few}`;
}
