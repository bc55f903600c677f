import type { HttpApp } from '@credlink/runtime';
import type { KeyholderContext } from './context.ts';
import { declareRows } from './routes/declare-rows.ts';
import { evaluateElements } from './routes/evaluate-elements.ts';
import { showPublicKey } from './routes/show-public-key.ts';

/** Adds the routes of the keyholder. */
export function addRoutes(app: HttpApp, context: KeyholderContext): void {
  showPublicKey(app, context);
  declareRows(app, context);
  evaluateElements(app, context);
}
