import type { KeyObject } from 'node:crypto';
import { FACT_CONTRACTS, type SourceKind } from '@credlink/contracts';
import { type Engine, registerPermutation } from '@credlink/vault';

/** Columns of a college's own codes. Awards under a credential code outside the catalogue are set aside instead. */
export const COLLEGE_CODE_COLUMNS: readonly string[] = ['award_code', 'program_id', 'course_code'];

const PERMUTATION = 'rekey_code';

/** Makes `collegeCodeSql` work in an engine. Once for each engine. */
export function registerOutsideCodes(engine: Engine, key: KeyObject): void {
  registerPermutation(engine, PERMUTATION, key);
}

/**
 * SQL of a college's code as the vault keeps it: as it is where the catalogue in force knows it, else `X-` and 64 bits
 * of AES-128 of its MD5.
 *
 * Claim: a word of a contributor's own choice, such as a name in the form of a code, does not stand in the vault.
 * Measures compare these codes with the catalogue only, so no figure depends on what it is replaced by; equal codes
 * stay equal. Not claimed: that a code is found again once a later catalogue knows it; the file is then sent again.
 */
export function collegeCodeSql(column: string, knownCodes: string): string {
  const keyed = `'X-' || upper(left(replace(${PERMUTATION}(md5(${column})::UUID)::VARCHAR, '-', ''), 16))`;
  return `CASE WHEN ${column} IS NULL OR ${column} IN (SELECT code FROM ${knownCodes}) THEN ${column} ELSE ${keyed} END`;
}

/** Whether rows of a kind hold codes that only a catalogue gives a meaning. */
export function needsCatalogue(kind: SourceKind): boolean {
  return FACT_CONTRACTS[kind].some(
    ({ name }) => name === 'credential_code' || COLLEGE_CODE_COLUMNS.includes(name),
  );
}
