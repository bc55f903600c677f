import { RunView, rejected } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import { findRun, listRuns } from '@credlink/store';
import { z } from 'zod';
import type { StewardContext } from '../context.ts';
import { runView } from '../views.ts';

export function showRuns(app: HttpApp, { db, authentication }: StewardContext): void {
  app.get(
    '/v1/runs',
    {
      onRequest: authentication.hook,
      schema: { response: { 200: z.strictObject({ runs: z.array(RunView) }) } },
    },
    async () => ({ runs: (await listRuns(db)).map(runView) }),
  );
  app.get(
    '/v1/runs/:runId',
    {
      onRequest: authentication.hook,
      schema: { params: z.strictObject({ runId: z.uuid() }), response: { 200: RunView } },
    },
    async (request) => {
      const run = await findRun(db, request.params.runId);
      if (run === null) throw rejected('not_found', 'there is no such run');
      return runView(run);
    },
  );
}
