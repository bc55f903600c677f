import type { HttpApp } from '@credlink/runtime';
import { z } from 'zod';
import type { KeyholderContext } from '../context.ts';

export function showPublicKey(app: HttpApp, context: KeyholderContext): void {
  const PublicKeyView = z.strictObject({ publicKey: z.base64(), keyEpoch: z.int().positive() });
  app.get('/v1/public-key', { schema: { response: { 200: PublicKeyView } } }, async () => {
    const { publicKey, keyEpoch } = await context.keys.of();
    return { publicKey, keyEpoch };
  });
  const FollowingKeyView = z.strictObject({ ...PublicKeyView.shape, isNewSeed: z.boolean() });
  app.get('/v1/public-key/following', { schema: { response: { 200: FollowingKeyView } } }, () =>
    context.keys.following(),
  );
}
