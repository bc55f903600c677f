import type { ReadonlyDatabase } from '@credlink/store';

/** What a route may use: a handle that can read released cells and nothing else. */
export type OutcomesContext = { readonly db: ReadonlyDatabase };
