import { ReleaseLattice, rejected } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import { findLattice } from '@credlink/store';
import { z } from 'zod';
import type { OutcomesContext } from '../context.ts';
import { requireRelease } from './require-release.ts';

export function showLatticeRoute(app: HttpApp, { db }: OutcomesContext): void {
  app.get(
    '/v1/releases/:releaseId/lattice',
    {
      schema: {
        tags: ['Released statistics'],
        summary: 'How the cells of the release hang together, for whoever re-checks it',
        description:
          'Follows from the catalogue and the policy, and from whether some date of a key lies outside its cohorts; there is no figure in it.',
        params: z.strictObject({ releaseId: z.string() }),
        response: { 200: ReleaseLattice },
      },
    },
    async (request) => {
      const { releaseId } = await requireRelease(db, request.params.releaseId);
      const lattice = await findLattice(db, releaseId);
      if (lattice === null) {
        throw rejected('not_found', 'The release was made before releases had a lattice document.');
      }
      return lattice;
    },
  );
}
