import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';

/** Public cases with stated facts; tests that need them are skipped where the folder is absent. */
export const CASE_FOLDER = join(import.meta.dirname, '..', '..', '..', 'shared', 'vectors', 'disclosure');
export const hasCases = existsSync(CASE_FOLDER);

export function readCase<T>(id: string, shape: z.ZodType<T>): T {
  return shape.parse(JSON.parse(readFileSync(join(CASE_FOLDER, `${id}.json`), 'utf8')));
}
