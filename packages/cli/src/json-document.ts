import { readFile } from 'node:fs/promises';
import { AppError, rejected } from '@credlink/contracts';
import type { z } from 'zod';

/** Reads a JSON file by its schema. Errors: `config_invalid` naming the places that are wrong, never what stands there. */
export async function readDocument<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new AppError('rejected', 'config_invalid', 'the file cannot be opened; check its path and rights', {
      cause,
    });
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw rejected('config_invalid', 'the file is not JSON');
  }
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  const places = [...new Set(parsed.error.issues.map(placeAndRule))];
  throw rejected('config_invalid', `the document is wrong at ${places.slice(0, 10).join(', ')}`);
}

/** The place, and what may stand there where that is a short list or a date. */
function placeAndRule(issue: z.core.$ZodIssue): string {
  const place = issue.path.join('.') || 'the document';
  if (issue.code === 'invalid_value') return `${place} (one of: ${issue.values.map(String).join(' ')})`;
  if (issue.code === 'invalid_format' && issue.format === 'date') return `${place} (yyyy-mm-dd)`;
  if (issue.code === 'unrecognized_keys') return `${place} (unknown: ${issue.keys.join(' ')})`;
  return place;
}
