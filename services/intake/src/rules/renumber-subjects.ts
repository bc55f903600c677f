import type { KeyObject } from 'node:crypto';
import { type Engine, registerPermutation } from '@credlink/vault';

const PERMUTATION = 'renumber_subject';

/** Makes `subjectNumberSql` work in an engine. Once for each engine. */
export function registerSubjectNumbers(engine: Engine, key: KeyObject): void {
  registerPermutation(engine, PERMUTATION, key);
}

/**
 * SQL of the number that stands for a subject in the vault: 63 bits of AES-128 of the block (first half of the
 * upload's id, subject id). The highest bit stays clear: readers of facts set it for subjects without a link.
 *
 * Claim: no number a contributor chose, such as an SSN, stands in the vault, and the same number in two uploads
 * tells nobody without the vault key that it was the same. Both files of an upload get the same numbers, at every
 * try. Not claimed: that two subjects never meet; n subjects do with a chance of n^2 / 2^64, which is looked for.
 *
 * @param subject SQL of a UBIGINT
 */
export function subjectNumberSql(subject: string, uploadId: string): string {
  const half = uploadId.replaceAll('-', '').slice(0, 16);
  if (!/^[0-9a-f]{16}$/.test(half)) throw new TypeError('the id of an upload is a UUID');
  const block = `('${half}' || lpad(to_hex(${subject}), 16, '0'))::UUID`;
  return `(('0x' || replace(left(${PERMUTATION}(${block})::VARCHAR, 18), '-', ''))::UBIGINT >> 1)`;
}
