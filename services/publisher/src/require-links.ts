import { AppError, rejected } from '@credlink/contracts';
import type { PublisherVault } from './context.ts';

/**
 * Refuses a release of which the links are gone: a newer run may have been linked while it was starting, and the links
 * it had chosen swept as no longer needed.
 *
 * @throws {AppError} `nothing_to_release`, which trying again cannot mend
 */
export async function requireLinks(vault: PublisherVault, name: string): Promise<void> {
  try {
    await vault.pathOf('links', name);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'vault_file_missing') throw error;
    throw rejected(
      'nothing_to_release',
      'A newer run took the place of the one this release was to be made from; order the release again.',
    );
  }
}
