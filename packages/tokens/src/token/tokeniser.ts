import { bytesToHex } from '@noble/hashes/utils.js';
import type { Identifiers } from '../identifiers.ts';
import { levelValues } from '../levels/level-values.ts';
import { NORMALISER_MAJOR } from '../normalise/version.ts';
import type { Level, RulePack } from '../rule-pack.ts';
import { withoutBareSsn } from './bare-ssn.ts';
import { eachComposite } from './composites.ts';
import { deriveKey } from './derive-key.ts';
import { createFieldStore } from './field-store.ts';
import { createHmacSha256, type HmacState } from './hmac-sha256.ts';

/** Bytes of a token. 2^64 records would have to be linked before two unequal composites are expected to meet. */
export const TOKEN_LENGTH = 16;

/** Bytes of an OPRF output (RFC 9497, ristretto255-SHA512). */
export const SSN_EVALUATION_LENGTH = 64;

/** A token and the code of the rule that made it. */
export type Token = { readonly code: number; readonly token: Uint8Array };

export type Tokeniser = {
  /**
   * The tokens of one record: by rule in the order of the pack, at most `maxValuesPerRule` a rule, none twice.
   * A rule with a missing or invalid attribute yields none.
   *
   * @param ssnEvaluation OPRF output (64 bytes) for `identifiers.ssn`; null where there is none: SSN rules are silent then.
   * @throws {TypeError} when an evaluation has not 64 bytes.
   */
  readonly tokensOf: (identifiers: Identifiers, ssnEvaluation: Uint8Array | null) => readonly Token[];
};

export type TokeniserOptions = {
  /** 32 random bytes shared by the contributors of an exchange. */
  readonly exchangeKey: Uint8Array;
  readonly keyEpoch: number;
  readonly pack: RulePack;
};

type PreparedRule = { readonly code: number; readonly key: HmacState; readonly levels: readonly number[] };

/**
 * Prepares the keys of a pack. Rule key = HKDF-SHA-256(exchange key, rule code ‖ normaliser major ‖ key epoch);
 * token = first 16 bytes of HMAC-SHA-256(rule key, length-prefixed values of the rule's levels).
 *
 * @throws {TypeError} when the exchange key has not 32 bytes.
 * @throws {RangeError} when the epoch is no unsigned 32-bit integer or two rules share a code.
 */
export function createTokeniser({ exchangeKey, keyEpoch, pack }: TokeniserOptions): Tokeniser {
  if (new Set(pack.rules.map((rule) => rule.code)).size !== pack.rules.length) {
    throw new RangeError('two rules of the pack share a code');
  }
  const hmac = createHmacSha256();
  const fields = createFieldStore();
  const levels: readonly Level[] = [...new Set(pack.rules.flatMap((rule) => rule.levels))];
  const rules: readonly PreparedRule[] = pack.rules.map((rule) => ({
    code: rule.code,
    key: hmac.prepare(deriveKey(exchangeKey, 'rule', rule.code, NORMALISER_MAJOR, keyEpoch)),
    levels: rule.levels.map((level) => levels.indexOf(level)),
  }));

  /** Numbers of the fields of each level. */
  function fieldsByLevel(
    identifiers: Identifiers,
    evaluation: string | null,
  ): readonly (readonly number[])[] {
    fields.clear();
    return levels.map((level) => {
      const values = levelValues(level, identifiers, evaluation);
      const distinct = values.length > 1 ? [...new Set(values)] : values;
      return (level === 'ssn.nine' ? distinct : withoutBareSsn(distinct, identifiers.ssn)).map(fields.add);
    });
  }

  function tokensOf(identifiers: Identifiers, ssnEvaluation: Uint8Array | null): readonly Token[] {
    if (ssnEvaluation !== null && ssnEvaluation.length !== SSN_EVALUATION_LENGTH) {
      throw new TypeError('an SSN evaluation has 64 bytes');
    }
    const byLevel = fieldsByLevel(identifiers, ssnEvaluation === null ? null : bytesToHex(ssnEvaluation));
    const tokens: Token[] = [];
    for (const { code, key, levels: ruleLevels } of rules) {
      const lists = ruleLevels.map((level) => byLevel[level] ?? []);
      const composite = new Array<number>(lists.length).fill(0);
      const counts = lists.map((list) => list.length);
      eachComposite(counts, pack.maxValuesPerRule, (positions) => {
        for (let level = 0; level < lists.length; level++)
          composite[level] = lists[level]?.[positions[level] ?? 0] ?? 0;
        const token = new Uint8Array(TOKEN_LENGTH);
        const length = fields.compose(composite);
        hmac.sign(key, fields.message(), length, token);
        tokens.push({ code, token });
      });
    }
    return tokens;
  }

  return { tokensOf };
}
