import type { KeysView, Progress } from '@credlink/contracts';
import {
  countByOrganisation,
  type Database,
  type KeyEpoch,
  listKeyEpochs,
  listRekeyFailures,
  listUploadsToSend,
  listVaultKeys,
  type VaultKey,
} from '@credlink/store';

/** What is known of all keys, for a steward. */
export async function readKeys(db: Database): Promise<KeysView> {
  const epochs = await listKeyEpochs(db);
  const vaultKeys = await listVaultKeys(db);
  const isMoving = epochs.some(({ state }) => state === 'next');
  const missing = isMoving ? countByOrganisation(await listUploadsToSend(db)) : new Map<string, number>();
  return {
    epochs: epochs.map((epoch) => ({
      ...epoch,
      begunAt: epoch.begunAt.toISOString(),
      currentAt: isoOrNull(epoch.currentAt),
      endedAt: isoOrNull(epoch.endedAt),
    })),
    missing: [...missing].map(([organisation, uploads]) => ({ organisation, uploads })),
    vaultKeys: vaultKeys.map((key) => ({
      ...key,
      introducedAt: key.introducedAt.toISOString(),
      currentAt: isoOrNull(key.currentAt),
      retiredAt: isoOrNull(key.retiredAt),
    })),
    progress: vaultKeyProgress(vaultKeys) ?? epochProgress(epochs),
    heldUpBy: [...(await listRekeyFailures(db))],
  };
}

function isoOrNull(moment: Date | null): string | null {
  return moment?.toISOString() ?? null;
}

/** In uploads: how long one takes is not known to a steward, so neither is the rest. */
function vaultKeyProgress(vaultKeys: readonly VaultKey[]): Progress | null {
  const retiring = vaultKeys.find(({ state }) => state === 'retiring');
  if (retiring === undefined) return null;
  const { uploads, uploadsRekeyed } = retiring;
  return {
    step: 'change vault keys',
    done: uploadsRekeyed,
    total: uploads + uploadsRekeyed,
    secondsLeft: null,
  };
}

function epochProgress(epochs: readonly KeyEpoch[]): Progress | null {
  const ending = epochs.find(({ state }) => state === 'ending');
  if (ending === undefined) return null;
  const done = ending.uploadsReplaced + ending.uploadsDropped;
  return { step: `end epoch ${ending.keyEpoch}`, done, total: null, secondsLeft: null };
}
