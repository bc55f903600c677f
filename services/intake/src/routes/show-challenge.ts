import { ChallengeQuery, ConformanceChallenge } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import { challengeRows } from '@credlink/tokens';

/** Challenge rows for one source file. Open like the parameters of the exchange: they are nobody's and hold no secret. */
export function showChallenge(app: HttpApp): void {
  app.get(
    '/v1/challenge',
    { schema: { querystring: ChallengeQuery, response: { 200: ConformanceChallenge } } },
    ({ query }) => ({ rows: [...challengeRows(query.seed)] }),
  );
}
