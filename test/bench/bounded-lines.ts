import { createReadStream } from 'node:fs';
import { rejected } from '@credlink/contracts';

/** Longer than any row of a table of codes. */
const LINE_LIMIT = 64 * 1024;

/**
 * Lines of a UTF-8 file, without line ends, a byte order mark or empty lines; never more than one chunk and one line in
 * memory.
 * @throws {AppError} `line_too_long`, `file_has_nul` or `file_encoding`
 */
export async function* boundedLines(
  path: string,
): AsyncGenerator<{ readonly line: number; readonly text: string }> {
  let rest = '';
  let line = 0;
  const take = (text: string) => {
    line += 1;
    if (text.includes('\0')) throw rejected('file_has_nul', `line ${line} has a NUL byte`);
    if (text.includes('\uFFFD')) throw rejected('file_encoding', `line ${line} is not UTF-8`);
    return { line, text: (line === 1 ? text.replace(/^\uFEFF/, '') : text).replace(/\r$/, '') };
  };
  for await (const chunk of createReadStream(path, 'utf8')) {
    const parts = `${rest}${String(chunk)}`.split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const one = take(part);
      if (one.text !== '') yield one;
    }
    if (rest.length > LINE_LIMIT) {
      throw rejected('line_too_long', `line ${line + 1} has more than ${LINE_LIMIT} characters`);
    }
  }
  if (rest !== '') {
    const one = take(rest);
    if (one.text !== '') yield one;
  }
}
