import { ReleaseView, rejected } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import { findRelease, listReleases } from '@credlink/store';
import { z } from 'zod';
import type { StewardContext } from '../context.ts';
import { releaseView } from '../views.ts';

export function showReleases(app: HttpApp, { db, authentication }: StewardContext): void {
  app.get(
    '/v1/releases',
    {
      onRequest: authentication.hook,
      schema: { response: { 200: z.strictObject({ releases: z.array(ReleaseView) }) } },
    },
    async () => ({ releases: (await listReleases(db)).map(releaseView) }),
  );
  app.get(
    '/v1/releases/:releaseId',
    {
      onRequest: authentication.hook,
      schema: { params: z.strictObject({ releaseId: z.uuid() }), response: { 200: ReleaseView } },
    },
    async (request) => {
      const release = await findRelease(db, request.params.releaseId);
      if (release === null) throw rejected('not_found', 'there is no such release');
      return releaseView(release);
    },
  );
}
