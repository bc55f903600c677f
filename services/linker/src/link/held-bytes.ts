/** What the tags of three million subjects of the register pack take, or nine million values of one rule. */
export const MOST_HELD_BYTES = 512 * 2 ** 20;

/** Of the memory of the engine. Values, hits and lone hits of a run may each take as much. */
const SHARE = 8;

const UNITS: Readonly<Record<string, number>> = {
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

/**
 * Bytes of values, of hits or of tags that a run may hold at once beside the memory of its engine: whoever gives the engine
 * less memory gives less to what stands beside it.
 *
 * @param memoryLimit of the engine, as DuckDB writes it: `4GiB`, `512 MB`
 * @throws RangeError where it is no size
 */
export function heldBytesOf(memoryLimit: string): number {
  const [, count = '', unit = ''] = /^(\d+) ?([KMGT]i?B)$/.exec(memoryLimit) ?? [];
  const bytes = Number(count) * (UNITS[unit] ?? 0);
  if (bytes === 0) throw new RangeError('a memory limit that is no size such as 512MB or 4GiB');
  return Math.min(MOST_HELD_BYTES, Math.floor(bytes / SHARE));
}
