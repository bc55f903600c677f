import { AppError } from '@credlink/contracts';
import { expect, test } from 'vitest';
import { vaultKeyCheck, vaultKeyring } from './vault-keyring.ts';

const bytes = (byte: number) => Buffer.alloc(32, byte);

test('a check value stands for one inner key and one layer', () => {
  const checks = [
    vaultKeyCheck(bytes(1), null),
    vaultKeyCheck(bytes(2), null),
    vaultKeyCheck(bytes(1), bytes(2)),
    vaultKeyCheck(bytes(1), bytes(3)),
    vaultKeyCheck(bytes(2), bytes(3)),
    // The bytes of a layered key as one long inner key.
    vaultKeyCheck(Buffer.concat([bytes(1), bytes(2)]), null),
  ];
  expect(new Set(checks).size).toBe(checks.length);
  expect(vaultKeyCheck(bytes(1), bytes(2))).toBe(checks[2]);
  for (const check of checks) expect(check).toMatch(/^[0-9a-f]{32}$/);
});

test('a keyring knows its layers by check value, and puts off what is under another key', () => {
  const keyring = vaultKeyring(bytes(1), { layer: bytes(2), next: bytes(3) });
  expect(keyring.layer).toBe(vaultKeyCheck(bytes(1), bytes(2)));
  expect(keyring.next).toBe(vaultKeyCheck(bytes(1), bytes(3)));
  expect(keyring.layerOf(keyring.plain)).toBeNull();
  expect(keyring.layerOf(keyring.next ?? '')?.candidates.export()).not.toEqual(
    keyring.layerOf(keyring.layer ?? '')?.candidates.export(),
  );
  const wrong = () => keyring.layerOf(vaultKeyCheck(bytes(4), null));
  expect(wrong).toThrow(AppError);
  expect(wrong).toThrow(expect.objectContaining({ kind: 'transient', code: 'service_unavailable' }));
});
