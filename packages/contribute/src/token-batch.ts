import {
  createNormaliser,
  type Identifiers,
  type RawIdentifiers,
  type Tokeniser,
  withoutCrowdedHome,
} from '@credlink/tokens';
import { type IdentifierFigures, IdentifierTally } from './identifier-tally.ts';
import { parseIdentityText } from './identity-text.ts';

/** Some subjects, one place each in the three lists. */
export type SubjectBatch = {
  readonly identities: readonly string[];
  /** Rows of the file the subject stands on. */
  readonly rows: readonly number[];
  /** OPRF outputs; null where the subject has no valid SSN or none was asked for. */
  readonly evaluations: readonly (Uint8Array | null)[];
};

/** Their tokens, packed: `counts` tokens for each subject in turn, each a rule code and 16 bytes. */
export type TokenBatch = {
  readonly counts: Uint16Array;
  readonly codes: Uint16Array;
  readonly tokens: Uint8Array;
  readonly identifiers: IdentifierFigures;
};

/** Normalises the records of one file: what each says, less the streets of its crowded homes. */
export function fileNormaliser(
  today: string,
  crowdedHomes: ReadonlySet<string>,
): (raw: RawIdentifiers) => Identifiers {
  const normalise = createNormaliser(today);
  return (raw) => withoutCrowdedHome(normalise(raw), crowdedHomes);
}

/**
 * Normalises each subject once and makes its tokens.
 * @param standIn stands for the evaluation of a valid SSN that was not asked for (pre-flight only).
 */
export function makeTokenBatch(
  tokeniser: Tokeniser,
  normalise: (raw: RawIdentifiers) => Identifiers,
  { identities, rows, evaluations }: SubjectBatch,
  standIn: Uint8Array | null,
): TokenBatch {
  const tally = new IdentifierTally();
  const counts = new Uint16Array(identities.length);
  identities.forEach((identity, index) => {
    const record = normalise(parseIdentityText(identity));
    tally.add(record, rows[index] ?? 0);
    const evaluation = evaluations[index] ?? (record.ssn === null ? null : standIn);
    counts[index] = tokeniser.add(record, evaluation);
  });
  const { codes, tokens } = tokeniser.take();
  return { counts, codes: codes.slice(), tokens: tokens.slice(), identifiers: tally.figures() };
}
