import { Certificate, fault } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import { findCertificate } from '@credlink/store';
import { z } from 'zod';
import type { OutcomesContext } from '../context.ts';
import { requireRelease } from './require-release.ts';

export function showCertificateRoute(app: HttpApp, { db }: OutcomesContext): void {
  app.get(
    '/v1/releases/:releaseId/certificate',
    {
      schema: {
        tags: ['Released statistics'],
        summary: 'What was checked before the release was published, and what was not',
        params: z.strictObject({ releaseId: z.string() }),
        response: { 200: Certificate },
      },
    },
    async (request) => {
      const { releaseId } = await requireRelease(db, request.params.releaseId);
      const certificate = await findCertificate(db, releaseId);
      if (certificate === null) throw fault(`release ${releaseId} has no certificate`);
      return certificate;
    },
  );
}
