import { bytesToHex } from '@noble/hashes/utils.js';
import type { Identifiers } from '../identifiers.ts';
import { NORMALISER_MAJOR } from '../normalise/version.ts';
import type { Level, RulePack } from '../rule-pack.ts';
import { compositeOrders } from './composites.ts';
import { deriveKey } from './derive-key.ts';
import { type HashKernel, simdKernel, TOKEN_LENGTH } from './hash-kernel.ts';
import { createHashQueue, MOST_FIELDS, type PackedTokens } from './hash-queue.ts';
import { createLevelFields } from './level-fields.ts';

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
  /** As `tokensOf`, for many records: keeps the tokens until `take` and returns how many they are. */
  readonly add: (identifiers: Identifiers, ssnEvaluation: Uint8Array | null) => number;
  /** The tokens of the records added since the last call, in their order, 16 bytes each; valid until the next call. */
  readonly take: () => PackedTokens;
};

export type TokeniserOptions = {
  /** 32 random bytes shared by the contributors of an exchange. */
  readonly exchangeKey: Uint8Array;
  readonly keyEpoch: number;
  readonly pack: RulePack;
};

type PreparedRule = {
  readonly code: number;
  readonly key: number;
  readonly levels: readonly number[];
  /** Scratch: where the fields of the record in hand begin, and how many they are, by level. */
  readonly starts: number[];
  readonly counts: number[];
  /** Composites of these counts. */
  order: Uint16Array;
};

/**
 * Prepares the keys of a pack. Rule key = HKDF-SHA-256(exchange key, rule code ‖ normaliser major ‖ key epoch);
 * token = first 16 bytes of HMAC-SHA-256(rule key, length-prefixed values of the rule's levels).
 *
 * @param kernel what hashes; vectors of four lanes where the engine has them. Every kernel makes the same tokens.
 * @throws {TypeError} when the exchange key has not 32 bytes.
 * @throws {RangeError} when the epoch is no unsigned 32-bit integer, two rules share a code, or one has over 4 levels.
 */
export function createTokeniser(
  { exchangeKey, keyEpoch, pack }: TokeniserOptions,
  kernel: (memoryBytes: number) => HashKernel | null = simdKernel,
): Tokeniser {
  if (new Set(pack.rules.map((rule) => rule.code)).size !== pack.rules.length) {
    throw new RangeError('two rules of the pack share a code');
  }
  if (pack.rules.some((rule) => rule.levels.length > MOST_FIELDS)) {
    throw new RangeError('a rule combines at most four levels');
  }
  const queue = createHashQueue(kernel);
  const levels: readonly Level[] = [...new Set(pack.rules.flatMap((rule) => rule.levels))];
  const fields = createLevelFields(queue, levels, pack.maxValuesPerRule);
  const orderOf = compositeOrders(pack.maxValuesPerRule);
  const rules: readonly PreparedRule[] = pack.rules.map((rule) => ({
    code: rule.code,
    key: queue.prepareKey(deriveKey(exchangeKey, 'rule', rule.code, NORMALISER_MAJOR, keyEpoch)),
    levels: rule.levels.map((level) => levels.indexOf(level)),
    starts: rule.levels.map(() => 0),
    counts: rule.levels.map(() => 0),
    order: new Uint16Array(0),
  }));

  function pushRule(rule: PreparedRule): void {
    const { levels: ruleLevels, starts, counts } = rule;
    for (const level of ruleLevels) if (fields.counts[level] === 0) return;
    let isSameShape = true;
    for (let index = 0; index < ruleLevels.length; index++) {
      const level = ruleLevels[index] ?? 0;
      const count = fields.counts[level] ?? 0;
      starts[index] = fields.starts[level] ?? 0;
      if (counts[index] === count) continue;
      counts[index] = count;
      isSameShape = false;
    }
    if (!isSameShape) rule.order = orderOf(counts);
    queue.push(rule.code, rule.key, fields.addresses, starts, rule.order);
  }

  function add(identifiers: Identifiers, ssnEvaluation: Uint8Array | null): number {
    if (ssnEvaluation !== null && ssnEvaluation.length !== SSN_EVALUATION_LENGTH) {
      throw new TypeError('an SSN evaluation has 64 bytes');
    }
    queue.release();
    const before = queue.length();
    fields.read(identifiers, ssnEvaluation === null ? null : bytesToHex(ssnEvaluation));
    for (const rule of rules) pushRule(rule);
    return queue.length() - before;
  }

  function tokensOf(identifiers: Identifiers, ssnEvaluation: Uint8Array | null): readonly Token[] {
    if (queue.length() > 0) throw new TypeError('tokens of added records wait to be taken');
    add(identifiers, ssnEvaluation);
    const { codes, tokens } = queue.take();
    return Array.from(codes, (code, index) => ({
      code,
      token: tokens.slice(index * TOKEN_LENGTH, (index + 1) * TOKEN_LENGTH),
    }));
  }

  return { tokensOf, add, take: queue.take };
}
