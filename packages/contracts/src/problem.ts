import { z } from 'zod';
import { ERROR_CODES } from './error-codes.ts';

/** RFC 9457 problem document. `detail` is static text plus ids; it never repeats what was sent. */
export const Problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(ERROR_CODES),
  detail: z.string(),
  requestId: z.string(),
});
export type Problem = z.infer<typeof Problem>;
