import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { utf8 } from '../encoding/utf8.ts';
import type { RawIdentifiers } from '../identifiers.ts';
import { normaliseIdentifiers } from '../normalise/normalise-identifiers.ts';
import type { RulePack } from '../rule-pack.ts';
import { createTokeniser } from '../token/tokeniser.ts';
import { CHALLENGE_DAY } from './challenge-rows.ts';

/** Digest of what each rule makes of the rows, 16 hexadecimal digits, by rule code. */
export type ChallengeAnswer = Readonly<Record<string, string>>;

/** Everybody's key: what is compared is the program, and the rows are nobody's. */
const CHALLENGE_KEY = new Uint8Array(32);
const CHALLENGE_EPOCH = 1;

const DIGEST_DIGITS = 16;

/** Stands for the OPRF, whose key no contributor has. */
function standIn(ssn: string): Uint8Array {
  return sha512(utf8(`credlink/challenge-evaluation/v1/${ssn}`));
}

/** Runs the rows through normaliser, levels, rules and token derivation as they are installed here. */
export function answerChallenge(rows: readonly RawIdentifiers[], pack: RulePack): ChallengeAnswer {
  const tokeniser = createTokeniser({ exchangeKey: CHALLENGE_KEY, keyEpoch: CHALLENGE_EPOCH, pack });
  const lines = new Map<number, string[]>(pack.rules.map(({ code }) => [code, []]));
  rows.forEach((row, index) => {
    const identifiers = normaliseIdentifiers(row, CHALLENGE_DAY);
    const evaluation = identifiers.ssn === null ? null : standIn(identifiers.ssn);
    for (const { code, token } of tokeniser.tokensOf(identifiers, evaluation)) {
      lines.get(code)?.push(`${index}:${bytesToHex(token)}`);
    }
  });
  return Object.fromEntries(
    [...lines].map(([code, tokens]) => [
      String(code),
      bytesToHex(sha256(utf8(tokens.toSorted().join('\n')))).slice(0, DIGEST_DIGITS),
    ]),
  );
}

export type Drift = {
  /** Ids of the rules whose digests differ or are not there, in the order of the pack. */
  readonly rules: readonly string[];
  /** Levels of which the largest share of rules differs: where the two programs part, as far as the rules can tell. */
  readonly levels: readonly string[];
};

/** Where an answer departs from the expected one; null where it does not. */
export function driftBetween(
  pack: RulePack,
  expected: ChallengeAnswer,
  answer: ChallengeAnswer,
): Drift | null {
  const differs = ({ code }: RulePack['rules'][number]) => expected[String(code)] !== answer[String(code)];
  const differing = pack.rules.filter(differs);
  if (differing.length === 0) return null;
  const shareOf = (level: string) => {
    const rules = pack.rules.filter(({ levels }) => levels.some((own) => own === level));
    return rules.filter(differs).length / rules.length;
  };
  const levels = [...new Set(differing.flatMap((rule) => rule.levels))];
  const largest = Math.max(...levels.map(shareOf));
  return {
    rules: differing.map(({ id }) => id),
    levels: levels.filter((level) => shareOf(level) === largest),
  };
}
