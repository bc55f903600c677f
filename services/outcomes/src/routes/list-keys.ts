import { ReleaseKey } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import { listReleaseKeys } from '@credlink/store';
import { z } from 'zod';
import type { OutcomesContext } from '../context.ts';

export function listKeysRoute(app: HttpApp, { db }: OutcomesContext): void {
  app.get(
    '/v1/keys',
    {
      schema: {
        tags: ['Released statistics'],
        summary: 'The public keys that certificates are signed with, oldest first',
        description:
          'Compare them with a copy you got elsewhere: who could forge a release here could forge a key too.',
        response: { 200: z.strictObject({ keys: z.array(ReleaseKey) }) },
      },
    },
    async () => ({ keys: await listReleaseKeys(db) }),
  );
}
