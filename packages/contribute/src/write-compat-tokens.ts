import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { AppError, rejected } from '@credlink/contracts';
import { isRejected, READERS } from '@credlink/layouts';
import type { CompatTokeniser } from './compat-standard.ts';
import { openSourceFile } from './open-source-file.ts';
import { type OnProgress, progressMeter } from './progress-meter.ts';
import { layoutOptions, type SourceFile } from './source-file.ts';

export type CompatOptions = {
  readonly source: SourceFile;
  readonly tokeniser: CompatTokeniser;
  /** CSV to make; it must not exist. */
  readonly outputPath: string;
  /** ISO day. */
  readonly today: string;
};

/** What was written: rows read and rejected, tokens by rule. */
export type CompatCounts = {
  readonly rows: number;
  readonly rowsRejected: number;
  readonly tokens: Readonly<Record<string, number>>;
};

/**
 * Writes the tokens of a published standard for every readable row: `record`, `rule`, `token`, where record is the
 * owner's reference of the row, else its line. A file that was not written whole is removed; it is readable by its owner
 * alone.
 *
 * Errors: those of the file as a whole; `conflict` when the output exists, `cancelled`.
 */
export async function writeCompatTokens(
  { source, tokeniser, outputPath, today }: CompatOptions,
  onProgress: OnProgress,
  signal?: AbortSignal,
): Promise<CompatCounts> {
  const output = await makeFile(outputPath);
  try {
    const counts = await writeRows({ source, tokeniser, outputPath, today }, output, onProgress, signal);
    output.end();
    await finished(output);
    return counts;
  } catch (error) {
    output.destroy();
    await rm(outputPath, { force: true });
    throw error;
  }
}

async function makeFile(path: string): Promise<WriteStream> {
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  try {
    await once(file, 'open');
    return file;
  } catch (cause) {
    throw new AppError('rejected', 'conflict', 'the output file exists or cannot be made; name another', {
      cause,
    });
  }
}

async function writeRows(
  { source, tokeniser, today }: CompatOptions,
  output: NodeJS.WritableStream,
  onProgress: OnProgress,
  signal: AbortSignal | undefined,
): Promise<CompatCounts> {
  const bytes = await openSourceFile(source.path, signal);
  const meter = progressMeter('read', bytes.bytes, onProgress);
  const reading = READERS[source.kind].read(bytes.chunks, layoutOptions(source, today));
  const tokens: Record<string, number> = {};
  output.write('record,rule,token\n');
  for await (const batch of reading.batches) {
    let text = '';
    for (const record of batch) {
      if (isRejected(record)) continue;
      for (const [rule, token] of Object.entries(tokeniser.tokensOf(record.identifiers))) {
        if (token === null) continue;
        tokens[rule] = (tokens[rule] ?? 0) + 1;
        text += `${csvField(record.recordRef ?? String(record.line))},${rule},${token}\n`;
      }
    }
    if (!output.write(text)) await once(output, 'drain');
    meter.set(bytes.bytesRead());
  }
  meter.finish();
  const { rowsRead, rowsAccepted } = reading.report();
  if (rowsAccepted === 0) throw rejected('no_usable_rows', 'no row of the file can be used');
  return { rows: rowsRead, rowsRejected: rowsRead - rowsAccepted, tokens };
}

function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
