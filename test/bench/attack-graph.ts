import { type Engine, streamColumns } from '@credlink/vault';

/** Lists of numbers, one for each of `length` owners: those of owner n stand at [start[n], start[n + 1]). */
export type Lists = { readonly start: Uint32Array; readonly items: Uint32Array };

/** What a vault without its keys is: records, and which of them bear the same value under which rule. */
export type TokenGraph = {
  readonly records: number;
  readonly tokens: number;
  /** Rule codes in the vault, in order. */
  readonly rules: readonly number[];
  /** Position of each token's rule in `rules`. */
  readonly ruleOf: Uint16Array;
  /** Tokens of each record, by rule. */
  readonly tokensOf: Lists;
  readonly recordsOf: Lists;
};

/** Owners and items of equal length, as lists by owner in the order they come. */
export function listsBy(owners: number, owner: Uint32Array, item: Uint32Array): Lists {
  const start = new Uint32Array(owners + 1);
  for (const one of owner) start[one + 1] = (start[one + 1] ?? 0) + 1;
  for (let one = 0; one < owners; one++) start[one + 1] = (start[one + 1] ?? 0) + (start[one] ?? 0);
  const next = start.slice();
  const items = new Uint32Array(item.length);
  for (let place = 0; place < item.length; place++) {
    const one = owner[place] ?? 0;
    items[next[one] ?? 0] = item[place] ?? 0;
    next[one] = (next[one] ?? 0) + 1;
  }
  return { start, items };
}

export function listOf({ start, items }: Lists, owner: number): Uint32Array {
  return items.subarray(start[owner] ?? 0, start[owner + 1] ?? 0);
}

export function lengthOf({ start }: Lists, owner: number): number {
  return (start[owner + 1] ?? 0) - (start[owner] ?? 0);
}

/** Reads table `name` (record, rule, token) of the engine. Tokens become numbers: their bytes tell nothing more. */
export async function readTokenGraph(
  engine: Engine,
  name: string,
  records: number,
  rules: readonly number[],
): Promise<TokenGraph> {
  const sql = `SELECT record, rule::INTEGER AS rule, (dense_rank() OVER (ORDER BY rule, token) - 1)::INTEGER AS token
    FROM ${name} ORDER BY record, rule, token`;
  const rows = await engine.scalar(`SELECT count(*) FROM ${name}`, [], Number);
  const record = new Uint32Array(rows);
  const rule = new Uint16Array(rows);
  const token = new Uint32Array(rows);
  let at = 0;
  let tokens = 0;
  for await (const [recordColumn = [], ruleColumn = [], tokenColumn = []] of streamColumns(engine, sql)) {
    for (let row = 0; row < recordColumn.length; row++, at++) {
      record[at] = Number(recordColumn[row]);
      rule[at] = Number(ruleColumn[row]);
      token[at] = Number(tokenColumn[row]);
      tokens = Math.max(tokens, (token[at] ?? 0) + 1);
    }
  }
  const placeOf = new Map(rules.map((code, place) => [code, place]));
  const ruleOf = new Uint16Array(tokens);
  for (let row = 0; row < rows; row++) ruleOf[token[row] ?? 0] = placeOf.get(rule[row] ?? 0) ?? 0;
  return {
    records,
    tokens,
    rules,
    ruleOf,
    tokensOf: listsBy(records, record, token),
    recordsOf: listsBy(tokens, token, record),
  };
}
