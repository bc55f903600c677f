import { ApiKeyView } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import { listApiKeys as storedApiKeys } from '@credlink/store';
import { z } from 'zod';
import type { StewardContext } from '../context.ts';
import { apiKeyView } from '../views.ts';

export function listApiKeys(app: HttpApp, { db, authentication }: StewardContext): void {
  app.get(
    '/v1/api-keys',
    {
      onRequest: authentication.hook,
      schema: { response: { 200: z.strictObject({ apiKeys: z.array(ApiKeyView) }) } },
    },
    async () => ({ apiKeys: (await storedApiKeys(db)).map(apiKeyView) }),
  );
}
