import { createSecretKey, hash } from 'node:crypto';
import {
  ATTRIBUTES,
  createNormaliser,
  createTokeniser,
  PACKS,
  type PackName,
  SSN_EVALUATION_LENGTH,
} from '@credlink/tokens';
import type { TokenColumns } from '@credlink/vault';
import { type RecordingOptions, recordOf } from './bench-persons.ts';

/** A fixed key: it protects nothing but invented people. */
export const BENCH_KEY = hash('sha256', 'credlink benchmark exchange', 'buffer');
/** The day of the benchmark: birth dates after it are invalid. */
export const BENCH_DAY = '2026-11-01';
/** Stands in for the key that only intake holds. */
export const VAULT_KEY = createSecretKey(hash('md5', 'credlink benchmark vault', 'buffer'));

export type RecordsOptions = RecordingOptions & { readonly pack: PackName };

/** Tokens of persons from `from` on: those of a person stand together. */
export type MadeTokens = TokenColumns & {
  readonly from: number;
  /** Subject ids, one a person. */
  readonly persons: BigUint64Array;
  /** By attribute, how many have a valid one. */
  readonly present: readonly (readonly [string, number])[];
};

/** Stands in for an OPRF output: what the linker does with it does not depend on how the 64 bytes came about. */
function evaluationOf(ssn: string): Uint8Array {
  return hash('sha512', `credlink benchmark ${ssn}`, 'buffer').subarray(0, SSN_EVALUATION_LENGTH);
}

function subjectOf(file: string, person: number): bigint {
  return hash('sha1', `${file}/${person}`, 'buffer').readBigUInt64BE() >> 1n;
}

/** Makes the tokens of the persons from `from` up to, and without, `to`, again and again with one tokeniser. */
export function tokenMaker(options: RecordsOptions): (from: number, to: number) => MadeTokens {
  const tokeniser = createTokeniser({ exchangeKey: BENCH_KEY, keyEpoch: 1, pack: PACKS[options.pack] });
  const normalise = createNormaliser(BENCH_DAY);
  return (from, to) => {
    const persons = BigUint64Array.from({ length: to - from }, (_, index) =>
      subjectOf(options.file, from + index),
    );
    const present = new Map<string, number>();
    const counts = Array.from(persons, (_, index) => {
      const identifiers = normalise(recordOf(from + index, options));
      for (const attribute of ATTRIBUTES) {
        if (identifiers.states[attribute] === 'valid')
          present.set(attribute, (present.get(attribute) ?? 0) + 1);
      }
      return tokeniser.add(identifiers, identifiers.ssn === null ? null : evaluationOf(identifiers.ssn));
    });
    const { codes, tokens } = tokeniser.take();
    const subjectIds = new BigUint64Array(codes.length);
    let at = 0;
    for (const [index, count] of counts.entries()) {
      subjectIds.fill(persons[index] ?? 0n, at, at + count);
      at += count;
    }
    return { from, persons, subjectIds, rules: codes.slice(), tokens: tokens.slice(), present: [...present] };
  };
}
