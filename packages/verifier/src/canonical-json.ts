/**
 * JSON as RFC 8785 writes it: members in the order of their UTF-16 code units, no white space, numbers and strings as
 * ECMAScript writes them. This is what a signature stands under.
 * @throws RangeError for what JSON cannot hold
 */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalText(member)}`).join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError('JSON holds no such number');
  if (value !== null && !['string', 'number', 'boolean'].includes(typeof value)) {
    throw new RangeError('JSON holds no such value');
  }
  return JSON.stringify(value);
}
