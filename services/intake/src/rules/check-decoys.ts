import { createHash } from 'node:crypto';
import {
  beyondAllowance,
  type DecoyOpening,
  decoyOpeningText,
  KINDS_WITHOUT_PERSONS,
  LEAST_SUBJECTS_WITH_DECOYS,
  type Manifest,
  SUBJECTS_PER_DECOY,
} from '@credlink/contracts';

/**
 * Claim: invented records are those the manifest is committed to, no more than the agreement allows and no more than one
 * in ten, in no small file, so that they can neither be chosen after the fact nor make a file.
 *
 * @param allowed decoys the agreement allows in one upload
 * @returns what is wrong with them, or null
 */
export function checkDecoys(
  manifest: Manifest,
  opening: DecoyOpening | undefined,
  allowed: number,
): string | null {
  if (manifest.decoys === undefined && opening === undefined) return null;
  if (manifest.decoys === undefined || opening === undefined) {
    return 'Decoys and the commitment to them go together.';
  }
  const { count, commitment } = manifest.decoys;
  const beyond = beyondAllowance(count, { most: allowed });
  if (beyond !== null) return beyond;
  if (
    KINDS_WITHOUT_PERSONS.includes(manifest.kind) ||
    manifest.subjects < LEAST_SUBJECTS_WITH_DECOYS ||
    count * SUBJECTS_PER_DECOY > manifest.subjects
  ) {
    return `At most one subject in ${SUBJECTS_PER_DECOY} may be a decoy, and none in a file of fewer than ${LEAST_SUBJECTS_WITH_DECOYS}.`;
  }
  const isSame = createHash('sha256').update(decoyOpeningText(opening)).digest('hex') === commitment;
  const subjects = new Set(opening.decoys.map(({ subject }) => subject));
  if (!isSame || subjects.size !== count || opening.decoys.length !== count) {
    return 'The decoys are not those the manifest is committed to.';
  }
  return opening.decoys.every(({ kind, of }) => (kind === 'copy') === (of !== null))
    ? null
    : 'A decoy is a copy of a record, or of none.';
}
