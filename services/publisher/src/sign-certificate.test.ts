import type { Certificate } from '@credlink/contracts';
import { Secret } from '@credlink/runtime';
import { expect, test } from 'vitest';
import { signCertificate } from './sign-certificate.ts';

const CERTIFICATE: Omit<Certificate, 'signature'> = {
  version: 1,
  policy: { name: 'rounded', version: '1.0.0', sha256: 'a' },
  contentSha256: 'b',
  inputs: { catalogueSha256: 'c', linkRunId: 'd', vaultFiles: [], seed: '', earlierReleases: [] },
  checks: [],
  cells: { total: 2, published: 1, carried: 0 },
  linkage: {},
  caveats: [],
};

test('the key pair is that of RFC 8032, section 7.1, test 1, and nothing but the signature is added', () => {
  const seed = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
  const { signature, ...rest } = signCertificate(CERTIFICATE, new Secret(new Uint8Array(seed)));
  expect(rest).toEqual(CERTIFICATE);
  expect(Buffer.from(signature?.publicKey ?? '', 'base64').toString('hex')).toBe(
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
  );
});
