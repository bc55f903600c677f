/** One cell of one table. */
export type Address = { readonly table: string; readonly key: Readonly<Record<string, string>> };

/** `table|dimension=code|...`, whatever the order in which the dimensions come. */
export function nameOf({ table, key }: Address): string {
  const parts = Object.entries(key).map(([dim, code]) => `${dim}=${code}`);
  return [table, ...parts.sort()].join('|');
}
