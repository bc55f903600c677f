import { isRejected, type LayoutOptions, type LayoutReading, type LayoutRecord } from './layout-record.ts';

/** UTF-8 of a text, without a platform encoder. */
export function utf8(text: string): Uint8Array {
  const bytes = encodeURIComponent(text).replace(/%([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Uint8Array.from(bytes, (character) => character.charCodeAt(0));
}

/** The bytes in chunks of `size`. */
export async function* inChunks(bytes: Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

export async function collect<T>(batches: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const batch of batches) all.push(...batch);
  return all;
}

export const OPTIONS: LayoutOptions = {
  today: '2026-02-15',
  referenceIssuer: 'college',
  mapping: null,
  fileQuarter: null,
};

/** What became of each record: the reason of its rejection, or the given facts. */
export async function outcomes(reading: LayoutReading, ...columns: readonly string[]): Promise<unknown[]> {
  const records: LayoutRecord[] = await collect(reading.batches);
  return records.map((record) =>
    isRejected(record) ? record.rejected : columns.map((column) => record.facts[column]),
  );
}
