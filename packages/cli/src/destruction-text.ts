import type { DestroyedKey, DestructionStatement } from '@credlink/contracts';
import { printable } from './printable.ts';

export function destroyedKeyText(key: DestroyedKey): string {
  return key.kind === 'vault_key' ? `vault key ${key.keyCheck}` : `epoch ${key.keyEpoch}`;
}

/** What a certificate says, for people. Anybody may have written it: none of its lines can forge another or hide what follows. */
export function destructionText({ key, uploads, checked, notChecked }: DestructionStatement): string {
  return [
    `Destroyed: ${destroyedKeyText(key)}. Uploads left under it: ${uploads.left}; moved: ${uploads.moved}; ended with it: ${uploads.dropped}.`,
    ...checked.map((line) => `  checked      ${printable(line)}`),
    ...notChecked.map((line) => `  not checked  ${printable(line)}`),
  ].join('\n');
}
