/** One CSV line with LF (RFC 4180 quoting where it is needed). */
export function csvLine(fields: readonly (string | number)[]): string {
  const cells = fields.map((field) => {
    const text = String(field);
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${cells.join(',')}\n`;
}

/** Joins short texts into chunks of about 64 KiB, so that a writer makes few calls. */
export function* joinChunks(texts: Iterable<string>): Generator<string> {
  const parts: string[] = [];
  let length = 0;
  for (const text of texts) {
    parts.push(text);
    length += text.length;
    if (length < 65_536) continue;
    yield parts.join('');
    parts.length = 0;
    length = 0;
  }
  if (parts.length > 0) yield parts.join('');
}

export function yesNo(value: boolean): 'Y' | 'N' {
  return value ? 'Y' : 'N';
}
