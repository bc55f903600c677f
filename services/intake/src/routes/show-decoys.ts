import { DecoyAllowance, DecoyQuery } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import { findAgreement } from '@credlink/store';
import { type IntakeContext, requireKind, todayOf } from '../context.ts';
import { requireGrant } from '../require-grant.ts';

/** How many decoys the caller's agreement allows, so that a program asks before it tokenises a file. */
export function showDecoys(app: HttpApp, { authentication, clock, db }: IntakeContext): void {
  app.get(
    '/v1/decoys',
    {
      onRequest: authentication.hook,
      schema: { querystring: DecoyQuery, response: { 200: DecoyAllowance } },
    },
    async (request) => {
      const principal = authentication.principalOf(request);
      const { kind } = request.query;
      requireKind(principal, kind);
      const agreementId = await requireGrant(db, principal.organisation, kind, todayOf(clock));
      return { most: (await findAgreement(db, agreementId))?.decoys ?? 0 };
    },
  );
}
