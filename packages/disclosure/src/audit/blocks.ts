import type { FinestModel } from './finest-model.ts';

/** Columns that move together, and what is asked of them. */
export type Block<Asked> = { readonly columns: Int32Array; readonly asked: readonly Asked[] };

/**
 * The connected parts of the model that hold what is asked, over columns that are not known outright.
 * @param columnsOf the columns that an asked one is about
 */
export function findBlocks<Asked>(
  model: FinestModel,
  asked: readonly Asked[],
  columnsOf: (one: Asked) => Int32Array,
): readonly Block<Asked>[] {
  const blockOf = new Map<number, number>();
  const blocks: { columns: Int32Array; asked: Asked[] }[] = [];
  for (const one of asked) {
    const own = columnsOf(one);
    // What nothing binds together may lie in several blocks: it has one of its own that holds them all.
    const moving = own.filter((column) => (model.low[column] ?? 0) < (model.high[column] ?? 0));
    const index = blockOf.get(moving[0] ?? own[0] ?? -1) ?? -1;
    const known = moving.every((column) => blockOf.get(column) === index) ? blocks[index] : undefined;
    if (known !== undefined) {
      known.asked.push(one);
      continue;
    }
    const block = new Set(own);
    for (const column of block) {
      for (const row of model.rowsOf[column] ?? []) {
        for (const other of model.rows[row]?.columns ?? []) {
          if ((model.low[other] ?? 0) < (model.high[other] ?? 0)) block.add(other);
        }
      }
    }
    for (const column of block) blockOf.set(column, blocks.length);
    blocks.push({ columns: Int32Array.from(block).sort(), asked: [one] });
  }
  return blocks;
}
