import type { BenchRow } from './bench-row.ts';

/** Each row is loaded when it runs: what it imports is no other row's memory. */
const ROWS: Readonly<Record<string, { readonly theme: string; readonly load: () => Promise<BenchRow> }>> = {
  P1: { theme: 'tokens', load: async () => (await import('./bench-p1-tokens.ts')).P1 },
  P2: { theme: 'linkage', load: async () => (await import('./bench-p2-link.ts')).P2 },
  P3: { theme: 'linkage', load: async () => (await import('./bench-p3-wages.ts')).P3 },
  P4: { theme: 'ingest', load: async () => (await import('./bench-p4-ingest.ts')).P4 },
  P5: { theme: 'measures', load: async () => (await import('./bench-p5-measures.ts')).P5 },
  P6: { theme: 'disclosure', load: async () => (await import('./bench-p6-protect.ts')).P6 },
  P7: { theme: 'outcomes', load: async () => (await import('./bench-p7-outcomes.ts')).P7 },
  P8: { theme: 'oprf', load: async () => (await import('./bench-p8-oprf.ts')).P8 },
  P9: { theme: 'start', load: async () => (await import('./bench-p9-start.ts')).P9 },
  P10: { theme: 'growth', load: async () => (await import('./bench-p10-growth.ts')).P10 },
};

export const THEMES: readonly string[] = [...new Set(Object.values(ROWS).map(({ theme }) => theme))];

export async function rowOf(id: string): Promise<BenchRow> {
  const row = Object.hasOwn(ROWS, id) ? ROWS[id] : undefined;
  if (row === undefined) throw new TypeError(`there is no row ${id}`);
  return row.load();
}

/** Rows of these names (ids or themes), in their order, all without a name; null where a name is neither. */
export async function rowsNamed(names: readonly string[]): Promise<readonly BenchRow[] | null> {
  const isNamed = ([id, { theme }]: (typeof entries)[number], name: string) => [id, theme].includes(name);
  const entries = Object.entries(ROWS);
  if (names.some((name) => !entries.some((entry) => isNamed(entry, name)))) return null;
  const chosen = entries.filter((entry) => names.length === 0 || names.some((name) => isNamed(entry, name)));
  return Promise.all(chosen.map(([, { load }]) => load()));
}
