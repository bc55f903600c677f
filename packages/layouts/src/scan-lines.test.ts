import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_LINE_BYTES, type ScannedLine, scanLines } from './scan-lines.ts';
import { collect, inChunks, utf8 } from './test-chunks.ts';

async function linesOf(text: string | Uint8Array, chunk = 65_536): Promise<ScannedLine[]> {
  return await collect(scanLines(inChunks(typeof text === 'string' ? utf8(text) : text, chunk)).batches);
}

function good(number: number, text: string): ScannedLine {
  return { number, text, problem: null };
}

test('lines end with LF or CRLF, the last one with nothing', async () => {
  expect(await linesOf('a\r\nb\n\nc')).toEqual([good(1, 'a'), good(2, 'b'), good(3, ''), good(4, 'c')]);
});

test('a byte order mark is no part of the first line', async () => {
  expect(await linesOf('\ufeffa\n')).toEqual([good(1, 'a')]);
});

test('the size of the chunks has no influence on the lines', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('a', 'é', '\n', '\r\n', '"', '\0', 'x'.repeat(40)), { maxLength: 60 }),
      fc.integer({ min: 1, max: 17 }),
      async (parts, size) => {
        // Long enough a start that no mix of the rest makes the file look like UTF-16.
        const bytes = utf8(`${'start\n'.repeat(700)}${parts.join('')}`);
        const scan = (chunk: number) =>
          collect(scanLines(inChunks(bytes, chunk), { maxLineBytes: 100 }).batches);
        expect(await scan(size)).toEqual(await scan(1_000_000));
      },
    ),
    { numRuns: 60 },
  );
});

test('a line of exactly the limit is kept, one byte more is too long', async () => {
  const kept = 'x'.repeat(MAX_LINE_BYTES);
  const lines = await linesOf(`${kept}\n${kept}x\nnext\n`, 1000);
  expect(lines.map((line) => [line.number, line.text.length, line.problem])).toEqual([
    [1, MAX_LINE_BYTES, null],
    [2, 0, 'row_too_long'],
    [3, 4, null],
  ]);
});

test('a line of 200 MB is skipped without being held, and the next line is read', async () => {
  const megabyte = new Uint8Array(1 << 20).fill(120);
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield utf8('first\n');
    for (let count = 0; count < 200; count++) yield megabyte;
    yield utf8('\nlast\n');
  }
  expect(await collect(scanLines(chunks()).batches)).toEqual([
    good(1, 'first'),
    { number: 2, text: '', problem: 'row_too_long' },
    good(3, 'last'),
  ]);
});

test('an unfinished line that is too long is counted when the file ends', async () => {
  const lines = await collect(scanLines(inChunks(utf8('abcdef'), 2), { maxLineBytes: 4 }).batches);
  expect(lines).toEqual([{ number: 1, text: '', problem: 'row_too_long' }]);
});

test('a line with a NUL byte is set aside, its neighbours are read', async () => {
  expect(await linesOf('one\ntw\0o\nthree\n')).toEqual([
    good(1, 'one'),
    { number: 2, text: '', problem: 'nul_byte' },
    good(3, 'three'),
  ]);
});

test.each([
  ['UTF-16 with a mark, little end first', [0xff, 0xfe, 0x61, 0x00]],
  ['UTF-16 with a mark, big end first', [0xfe, 0xff, 0x00, 0x61]],
  ['UTF-16 without a mark', Array.from({ length: 200 }, (_, index) => (index % 2 === 0 ? 0x61 : 0))],
  ['a workbook', [0x50, 0x4b, 0x03, 0x04, 0x14]],
  ['a file compressed twice', [0x1f, 0x8b, 0x08]],
  ['Parquet', [0x50, 0x41, 0x52, 0x31]],
])('%s is refused as a whole', async (_, bytes) => {
  await expect(linesOf(Uint8Array.from(bytes))).rejects.toMatchObject({ code: 'file_encoding' });
});

test('a few NUL bytes do not make a file UTF-16', async () => {
  const lines = await linesOf(`${'a,b,c\n'.repeat(20)}x\0y\n`);
  expect(lines.filter((line) => line.problem === null)).toHaveLength(20);
});
