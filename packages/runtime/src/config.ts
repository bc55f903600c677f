import { rejected } from '@credlink/contracts';
import { z } from 'zod';
import { Secret } from './secret.ts';

/** Environment variables as a process gets them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads a service's configuration. Field `databaseUrl` of the schema is variable `<prefix>DATABASE_URL`. A variable
 * with the prefix that the schema does not know is refused: a misspelt limit must not silently become no limit.
 * Empty variables count as absent. All problems are reported together, and none repeats a value.
 */
export function readConfig<T extends z.ZodRawShape>(
  prefix: string,
  schema: z.ZodObject<T>,
  environment: Environment,
): z.infer<z.ZodObject<T>> {
  const fields = new Map(Object.keys(schema.shape).map((field) => [variableName(prefix, field), field]));
  const given: Record<string, string> = {};
  const problems: string[] = [];
  for (const [variable, value] of Object.entries(environment)) {
    if (!variable.startsWith(prefix) || value === undefined || value === '') continue;
    const field = fields.get(variable);
    if (field === undefined) problems.push(`${variable}: no such setting`);
    else given[field] = value;
  }
  const parsed = schema.safeParse(given);
  for (const issue of parsed.error?.issues ?? []) {
    const field = String(issue.path[0] ?? '');
    const variable = variableName(prefix, field);
    problems.push(`${variable}: ${field in given ? issue.message : 'is missing'}`);
  }
  if (parsed.success && problems.length === 0) return parsed.data;
  throw rejected('config_invalid', `the configuration is not usable:\n  ${problems.join('\n  ')}`, {
    problems,
  });
}

function variableName(prefix: string, field: string): string {
  return prefix + field.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/** Text to be kept secret. */
export function secretText(minimumLength = 1): z.ZodType<Secret<string>, string> {
  return z
    .string()
    .min(minimumLength)
    .transform((text) => new Secret(text));
}

/** A key as base64 text that stands for exactly `bytes` bytes. */
export function secretKey(bytes: number): z.ZodType<Secret<Uint8Array>, string> {
  return z
    .base64()
    .refine((text) => Buffer.from(text, 'base64').length === bytes, `is not ${bytes} bytes of base64`)
    .transform((text) => new Secret(new Uint8Array(Buffer.from(text, 'base64'))));
}

/** A whole number within bounds. */
export function wholeNumber(minimum: number, maximum: number): z.ZodType<number, string> {
  return z
    .string()
    .regex(/^-?\d{1,15}$/, 'is not a whole number')
    .transform(Number)
    .pipe(z.number().min(minimum).max(maximum));
}

/** A TCP port; 0 lets the system choose. */
export function port(): z.ZodType<number, string> {
  return wholeNumber(0, 65_535);
}

/** `true` or `false`. */
export function flag(): z.ZodType<boolean, string> {
  return z.enum(['true', 'false']).transform((text) => text === 'true');
}
