import { AgreementView, rejected } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import { findAgreement, listAgreements } from '@credlink/store';
import { z } from 'zod';
import type { StewardContext } from '../context.ts';

export function showAgreements(app: HttpApp, { db, authentication }: StewardContext): void {
  app.get(
    '/v1/agreements',
    {
      onRequest: authentication.hook,
      schema: { response: { 200: z.strictObject({ agreements: z.array(AgreementView) }) } },
    },
    async () => ({ agreements: [...(await listAgreements(db))] }),
  );
  app.get(
    '/v1/agreements/:agreementId',
    {
      onRequest: authentication.hook,
      schema: { params: z.strictObject({ agreementId: z.string() }), response: { 200: AgreementView } },
    },
    async (request) => {
      const found = await findAgreement(db, request.params.agreementId);
      if (found === null) throw rejected('not_found', 'there is no such agreement');
      return found;
    },
  );
}
