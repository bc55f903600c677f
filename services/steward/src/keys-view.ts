import type { KeysView, Progress } from '@credlink/contracts';
import type { VaultKey } from '@credlink/store';

export function keysView(vaultKeys: readonly VaultKey[]): KeysView {
  return {
    vaultKeys: vaultKeys.map((key) => ({
      ...key,
      introducedAt: key.introducedAt.toISOString(),
      currentAt: key.currentAt?.toISOString() ?? null,
      retiredAt: key.retiredAt?.toISOString() ?? null,
    })),
    progress: changeProgress(vaultKeys),
  };
}

/** In uploads: how long one takes is not known to a steward, so neither is the rest. */
function changeProgress(vaultKeys: readonly VaultKey[]): Progress | null {
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
