import { z } from 'zod';
import { ChallengeAnswer } from './conformance.ts';
import { MOST_DECOYS } from './decoys.ts';
import { SOURCE_KINDS } from './fact-contract.ts';
import { REJECTION_REASONS } from './rejection-reason.ts';

/**
 * Attributes a manifest may speak of, in the words of the tokens package (test/house holds the two lists equal).
 * A closed list: a name of a contributor's own choice could carry anything to services that see no upload.
 */
export const MANIFEST_ATTRIBUTES = [
  'given',
  'middle',
  'surname',
  'birthDate',
  'sex',
  'ssn',
  'street',
  'city',
  'zip',
  'phone',
  'email',
  'reference',
] as const;

const AttributeName = z.string().regex(new RegExp(`^(${MANIFEST_ATTRIBUTES.join('|')})$`));
/** `surname.exact`: intake refuses those the tokens package does not know. */
const LevelName = z.string().regex(/^[a-zA-Z]{1,12}\.[a-zA-Z]{1,16}$/);
/** Code of a rule: intake refuses those the pack does not have. */
const RuleCode = z.string().regex(/^[1-9][0-9]{0,4}$/);
const Version = z.string().regex(/^\d{1,4}\.\d{1,4}\.\d{1,4}$/);

const Digest = z.string().regex(/^[0-9a-f]{64}$/);
const Day = z.iso.date();
const Count = z.int().nonnegative();

const FileEntry = z.strictObject({
  /** SHA-256 of the Parquet file, lower-case hex. */
  sha256: Digest,
  bytes: Count,
  rows: Count,
});

/**
 * What the contributor states about an upload. Intake checks every figure against the content.
 *
 * - `identity.parquet`: `subject_id UBIGINT, rule USMALLINT, token UUID`, one row per token.
 * - `facts.parquet`: `subject_id UBIGINT` and the columns of the source's fact contract.
 */
export const Manifest = z.strictObject({
  version: z.literal(1),
  kind: z.enum(SOURCE_KINDS),
  /**
   * HMAC of the source file's bytes under a key derived from the exchange key: the same file twice is the same
   * upload, and nobody without the key can test guesses of a file.
   */
  sourceDigest: Digest,
  pack: z.strictObject({ name: z.string().regex(/^[a-z-]{1,40}$/), version: Version }),
  normaliserVersion: Version,
  keyEpoch: z.int().positive(),
  files: z.strictObject({ identity: FileEntry, facts: FileEntry }),
  subjects: Count,
  /** First and last day (or quarter, as its first and last day) the facts speak of; null where there are none. */
  coverage: z.strictObject({ from: Day, to: Day }).nullable(),
  /** Whether each person has at most one subject in this file: lets the linker assign one to one. */
  isOneRecordPerPerson: z.boolean(),
  preflight: z.strictObject({
    rowsRead: Count,
    rowsSent: Count,
    rejected: z.partialRecord(z.enum(REJECTION_REASONS), Count),
    /** Rows by identifier: how many were valid, missing, invalid, or a known placeholder. */
    identifiers: z.record(
      AttributeName,
      z.strictObject({ valid: Count, missing: Count, invalid: Count, placeholder: Count }),
    ),
    /** Tokens by rule code. */
    tokensByRule: z.record(RuleCode, Count),
  }),
  /**
   * For each attribute and level (`surname.exact`, `birthDate.full` ...): the chance that two random subjects of
   * this file agree there, and the share of subjects that carry the attribute. The linker's u-probabilities.
   */
  chanceAgreement: z.record(LevelName, z.number().min(0).max(1)),
  attributePresence: z.record(AttributeName, z.number().min(0).max(1)),
  /** What the contributor's program makes of the challenge rows of this file (`GET /v1/challenge`), by rule code. */
  conformance: ChallengeAnswer,
  /** How many invented records the identity file holds beside the subjects, and the SHA-256 of which they are. */
  decoys: z.strictObject({ count: z.int().positive().max(MOST_DECOYS), commitment: Digest }).optional(),
  supersedes: z.uuid().nullable(),
});

export type Manifest = z.infer<typeof Manifest>;
