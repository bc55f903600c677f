import type { ApiKeyScope } from '@credlink/contracts';

/**
 * Claim: no one API key both sends people and decides what is shown of them. Whoever takes a contributor's key can invent
 * records, but neither enter the agreement that lets them in nor end the hold of a release they stand in; whoever takes a
 * steward's key can do that, and cannot send records or ask the keyholder about SSNs. Source: separation of duty,
 * NIST SP 800-53 AC-5.
 *
 * Not claimed: anything of one person, or one organisation, that was given two keys.
 *
 * @returns what is wrong with the scopes of one key, or null
 */
export function checkScopes(scopes: readonly ApiKeyScope[]): string | null {
  return scopes.includes('steward') && scopes.some((scope) => scope !== 'steward')
    ? 'A key of a steward neither contributes nor evaluates: make one key for the scope steward and another for the others.'
    : null;
}
