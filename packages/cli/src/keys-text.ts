import type { KeysView, VaultKeyView } from '@credlink/contracts';
import { textTable } from './text-table.ts';

export function keysText({ epochs, missing, vaultKeys, progress, heldUpBy }: KeysView): string {
  const parts = [
    textTable(epochs, [
      { title: 'epoch', of: (row) => row.keyEpoch, align: 'right' },
      { title: 'state', of: (row) => row.state },
      { title: 'exchange key', of: (row) => row.keyCheckValue },
      { title: 'due', of: (row) => row.due },
      { title: 'since', of: (row) => row.endedAt ?? row.currentAt ?? row.begunAt },
    ]),
    vaultKeys.length === 0
      ? 'No intake has started yet.'
      : textTable(vaultKeys, [
          { title: 'vault key', of: (row) => row.keyCheck },
          { title: 'state', of: (row) => row.state },
          { title: 'uploads', of: (row) => row.uploads, align: 'right' },
          { title: 'held by intake', of: (row) => (row.isHeld ? 'yes' : 'no') },
          { title: 'since', of: since },
        ]),
  ];
  if (epochs.some(({ state }) => state === 'next')) {
    const parties = missing.map(({ organisation, uploads }) => `${organisation} (${uploads})`);
    parts.push(
      parties.length === 0
        ? 'Everything was sent again: credlink keys cut-over'
        : `Uploads not sent again under the next epoch: ${parties.join(', ')}`,
    );
  }
  if (progress !== null) {
    const total = progress.total === null ? '' : ` of ${progress.total}`;
    parts.push(`Under way: ${progress.step}, ${progress.done}${total} uploads done.`);
  }
  if (heldUpBy.length > 0) parts.push(heldUpBy.map(heldUpText).join('\n'));
  return parts.join('\n\n');
}

/** One upload that keeps a change of vault keys from ending, and the way out. */
export function heldUpText({ uploadId, organisation, code }: KeysView['heldUpBy'][number]): string {
  return `Held up by upload ${uploadId} of ${organisation} (${code}): mend the cause, or let ${organisation} run "credlink withdraw ${uploadId}".`;
}

function since({ retiredAt, currentAt, introducedAt }: VaultKeyView): string {
  return retiredAt ?? currentAt ?? introducedAt;
}
