import { type ErrorCode, EvaluateRequest, EvaluateResponse, rejected } from '@credlink/contracts';
import type { HttpApp } from '@credlink/runtime';
import { readQuota, takeFromQuota } from '@credlink/store';
import { ELEMENT_LENGTH } from '@credlink/tokens';
import { callerWith, type KeyholderContext, requireAgreement } from '../context.ts';
import { allowedEvaluations } from '../rules/allowed-evaluations.ts';

/** A used-up quota does not grow with time, only with a declaration: no sense in asking again at once. */
const RETRY_AFTER_SECONDS = 60;

/**
 * Elements are counted before they are evaluated, and stay counted when they turn out to be no elements: otherwise
 * a caller could ask for ever.
 */
export function evaluateElements(app: HttpApp, context: KeyholderContext): void {
  const { db, events, keys } = context;
  app.post(
    '/v1/evaluations',
    {
      onRequest: context.authentication.hook,
      schema: { body: EvaluateRequest, response: { 200: EvaluateResponse } },
    },
    async (request, reply) => {
      const { organisation } = callerWith(context, request, 'evaluate');
      const { keyEpoch, blindedElements } = request.body;
      await requireAgreement(context, organisation);
      const { pool } = await keys.of(keyEpoch);
      const elements = blindedElements.map((text) => new Uint8Array(Buffer.from(text, 'base64')));
      const quota = await readQuota(db, { organisation, keyEpoch });
      const allowed = allowedEvaluations(quota.declaredRows);
      const refuse = (code: ErrorCode): void =>
        events.evaluationRefused({
          organisation,
          code,
          elements: elements.length,
          used: quota.evaluated,
          allowed,
        });
      if (!(await takeFromQuota(db, { organisation, keyEpoch }, elements.length, allowed))) {
        refuse('quota_exceeded');
        reply.header('retry-after', RETRY_AFTER_SECONDS);
        throw rejected(
          'quota_exceeded',
          'more evaluations than 1.2 times the rows declared in this key epoch; declare the rows of the file first',
        );
      }
      const isWellFormed = elements.every((element) => element.length === ELEMENT_LENGTH);
      const started = performance.now();
      const answer = isWellFormed ? await pool.evaluate(elements) : { kind: 'element_invalid' as const };
      if (answer.kind === 'element_invalid') {
        refuse('element_invalid');
        throw rejected(
          'element_invalid',
          'an element is no compressed ristretto255 element other than the identity',
        );
      }
      events.elementsEvaluated({
        organisation,
        elements: elements.length,
        milliseconds: Math.round(performance.now() - started),
      });
      return {
        evaluatedElements: answer.evaluatedElements.map(toBase64),
        proof: toBase64(answer.proof),
      };
    },
  );
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
