import { normaliseIdentifiers, TOKEN_LENGTH, type Token, type Tokeniser } from '@credlink/tokens';
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

/**
 * Normalises each subject once and makes its tokens.
 * @param standIn stands for the evaluation of a valid SSN that was not asked for (pre-flight only).
 */
export function makeTokenBatch(
  tokeniser: Tokeniser,
  today: string,
  { identities, rows, evaluations }: SubjectBatch,
  standIn: Uint8Array | null,
): TokenBatch {
  const tally = new IdentifierTally();
  const counts = new Uint16Array(identities.length);
  const all: Token[] = [];
  identities.forEach((identity, index) => {
    const record = normaliseIdentifiers(parseIdentityText(identity), today);
    tally.add(record, rows[index] ?? 0);
    const evaluation = evaluations[index] ?? (record.ssn === null ? null : standIn);
    const tokens = tokeniser.tokensOf(record, evaluation);
    counts[index] = tokens.length;
    for (const token of tokens) all.push(token);
  });
  const codes = new Uint16Array(all.length);
  const bytes = new Uint8Array(all.length * TOKEN_LENGTH);
  all.forEach(({ code, token }, index) => {
    codes[index] = code;
    bytes.set(token, index * TOKEN_LENGTH);
  });
  return { counts, codes, tokens: bytes, identifiers: tally.figures() };
}
