import type { DestroyedKey, DestructionStatement } from '@credlink/contracts';

export function destroyedKeyText(key: DestroyedKey): string {
  return key.kind === 'vault_key' ? `vault key ${key.keyCheck}` : `epoch ${key.keyEpoch}`;
}

/** What a certificate says, for people. */
export function destructionText({ key, uploads, checked, notChecked }: DestructionStatement): string {
  return [
    `Destroyed: ${destroyedKeyText(key)}. Uploads left under it: ${uploads.left}; moved: ${uploads.moved}; ended with it: ${uploads.dropped}.`,
    ...checked.map((line) => `  checked      ${line}`),
    ...notChecked.map((line) => `  not checked  ${line}`),
  ].join('\n');
}
