import { KeysView } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import type { StewardContext } from '../context.ts';
import { readKeys } from '../keys-view.ts';

/** Keys by check value, what is under each, and how far a change of them is. */
export function showKeys(app: HttpApp, { db, authentication }: StewardContext): void {
  app.get('/v1/keys', { onRequest: authentication.hook, schema: { response: { 200: KeysView } } }, () =>
    readKeys(db),
  );
}
