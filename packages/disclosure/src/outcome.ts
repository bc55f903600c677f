/**
 * A shown figure with the least and greatest true figure behind it, or nothing at all. `carried` is a figure of an
 * earlier release, of the persons there were then.
 */
export type Outcome =
  | { readonly status: 'carried'; readonly value: number; readonly low: number; readonly high: number }
  | { readonly status: 'ok'; readonly value: number; readonly low: number; readonly high: number }
  | { readonly status: 'suppressed' };

/** The one code for everything that is withheld: no number, no reason (bar B10). */
export const SUPPRESSED: Outcome = Object.freeze({ status: 'suppressed' });
