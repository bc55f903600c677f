import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Progress } from '@credlink/contracts';
import { generateSample, type SampleOptions } from '@credlink/sample';

/** Writes the files of a simulated state to a folder, which is there whole or not at all. */
export async function writeSample(
  folder: string,
  options: SampleOptions,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<void> {
  const marker = join(folder, `.${options.seed}-${options.persons}`);
  if ((await stat(marker).catch(() => null)) !== null) return;
  const unfinished = `${folder}.new`;
  await rm(unfinished, { recursive: true, force: true });
  let files = 0;
  for (const file of generateSample(options)) {
    onProgress({ step: 'simulating a state', done: files, total: null, secondsLeft: null });
    const path = join(unfinished, file.path);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const source = Readable.from(file.content);
    const target = createWriteStream(path, { mode: 0o600 });
    // No time and no name in the header: the same sample is the same bytes.
    await (file.path.endsWith('.gz')
      ? pipeline(source, createGzip(), target, { signal })
      : pipeline(source, target, { signal }));
    files++;
  }
  await mkdir(join(unfinished, `.${options.seed}-${options.persons}`));
  await rm(folder, { recursive: true, force: true });
  await rename(unfinished, folder);
}
