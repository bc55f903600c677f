/** Least and greatest whole number a reader must allow for a group; `high` is Infinity where nothing bounds it. */
export type Range = { readonly low: number; readonly high: number };
