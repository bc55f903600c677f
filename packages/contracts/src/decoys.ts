import { z } from 'zod';
import { SOURCE_KINDS } from './fact-contract.ts';

/**
 * Records a contributor's program invents. `stranger`: put together from several people; `twin`: somebody's household with
 * another given name; neither should be found in any other file, but by chance one may be somebody. `copy`: a damaged copy
 * of a record, which should be found wherever that one is.
 */
export const DECOY_KINDS = ['stranger', 'twin', 'copy'] as const;
export type DecoyKind = (typeof DECOY_KINDS)[number];

/** Most decoys of one upload: enough to tell a rate to a few percent, too few to weigh on a file. */
export const MOST_DECOYS = 600;

/** One subject in so many may be invented. */
export const SUBJECTS_PER_DECOY = 10;

/** Files of fewer subjects get none: the decoys would be seen among them. */
export const LEAST_SUBJECTS_WITH_DECOYS = 1000;

/** A subject id, decimal: 64 bits do not fit into a JSON number. */
const Subject = z.string().regex(/^(0|[1-9][0-9]{0,19})$/);

/** Which subjects of an upload are decoys: what its manifest is committed to, and the linker does not see. */
export const DecoyOpening = z.strictObject({
  /** 256 random bits: without them the commitment could be tried. */
  salt: z.string().regex(/^[0-9a-f]{64}$/),
  decoys: z
    .array(
      z.strictObject({
        subject: Subject,
        kind: z.enum(DECOY_KINDS),
        /** The record a copy is of. */
        of: Subject.nullable(),
      }),
    )
    .max(MOST_DECOYS),
});
export type DecoyOpening = z.infer<typeof DecoyOpening>;

/** What the commitment in a manifest is the SHA-256 of. */
export function decoyOpeningText({ salt, decoys }: DecoyOpening): string {
  return [salt, ...decoys.map(({ subject, kind, of }) => `${subject} ${kind} ${of ?? '-'}`)].join('\n');
}

export const DecoyQuery = z.strictObject({ kind: z.enum(SOURCE_KINDS) });

/** Most decoys that the agreement in force allows in one upload of a kind. */
export const DecoyAllowance = z.strictObject({ most: z.int().nonnegative().max(MOST_DECOYS) });
export type DecoyAllowance = z.infer<typeof DecoyAllowance>;

/** Why so many decoys are not taken in one upload, and what to do; null where the agreement allows them. */
export function beyondAllowance(count: number, { most }: DecoyAllowance): string | null {
  if (count <= most) return null;
  return most === 0
    ? 'The agreement allows no decoys: send the file without --decoys, or have the agreement allow them.'
    : `The agreement allows ${most} decoys in one upload: send the file with --decoys ${most} or less.`;
}
