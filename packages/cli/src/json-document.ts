import { readFile } from 'node:fs/promises';
import { AppError, rejected } from '@credlink/contracts';
import type { z } from 'zod';

/** Reads a JSON file by its schema. Errors: `config_invalid` naming the places that are wrong, never what stands there. */
export async function readDocument<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  let document: unknown;
  try {
    document = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new AppError('rejected', 'config_invalid', 'the file cannot be read as JSON', { cause });
  }
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  const places = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.') || 'the document'))];
  throw rejected('config_invalid', `the document is wrong at ${places.slice(0, 10).join(', ')}`);
}
