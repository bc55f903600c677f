import { createHmac } from 'node:crypto';
import type { Secret } from '@credlink/runtime';
import { bulkInsert, type Engine } from '@credlink/vault';

/** 128 bits: nobody tries them all, and a person's quarter is one block of MD5. */
const SEED_DIGITS = 32;

/**
 * Table `person_blur` (person_id, seed): of everybody who is in some group a text that nobody without the publisher's key
 * can compute, the same in every release as long as that key and the person's own key stand. Reads `person_key`.
 */
export async function makeBlur(engine: Engine, releaseKey: Secret<Uint8Array>): Promise<void> {
  await engine.run('CREATE OR REPLACE TEMP TABLE blur_key (secret VARCHAR)');
  // In a row, not in a statement: texts of statements are shown with errors.
  const rows = await bulkInsert(engine, 'blur_key', ['VARCHAR']);
  rows.add([createHmac('sha256', releaseKey.reveal()).update('credlink blur of wages v1').digest('hex')]);
  rows.finish();
  await engine.run(`CREATE OR REPLACE TEMP TABLE person_blur AS
SELECT k.person_id, substr(sha256(b.secret || ' ' || k.person_key), 1, ${SEED_DIGITS}) AS seed FROM person_key k CROSS JOIN blur_key b`);
  await engine.run('DROP TABLE blur_key');
}
