/**
 * Keeps a record's own SSN out of every token that is not made from its OPRF output.
 *
 * Claim: whatever columns a contributor maps, no token is an HMAC over the record's bare nine-digit SSN, so a
 * holder of the exchange key who also sees tokens cannot enumerate the 10^9 SSNs offline. The level `ssn.nine`
 * yields the OPRF output or nothing (levels/level-values.ts); this rule closes the side doors: an SSN used as
 * student number, as e-mail name or in an address line yields no value. Not claimed: another person's SSN in such
 * a column, or one written in the wrong place of a record that has none, is not recognised.
 *
 * Source: linkage.md 0 fact 3 and 5.2.
 */
export function withoutBareSsn(values: readonly string[], ssn: string | null): readonly string[] {
  if (ssn === null || !values.some((value) => value.includes(ssn))) return values;
  return values.filter((value) => !value.includes(ssn));
}
