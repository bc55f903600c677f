const US_INVALID = ['11111', '22222', '33333', '66666', '77777', '99999', '01234', '12345', '54321', '98765'];
/** Codes that begin so are invalid. */
const US_INVALID_START = ['000', '555', '888'];
const CANADA_INVALID: ReadonlySet<string> = new Set(
  'A1A 1A1;X0X 0X0;Y0Y 0Y0;Z0Z 0Z0;A0A 0A0;B1B 1B1;C2C 2C2;K1A 0A6;H0H 0H0'.split(';'),
);
const CANADA_INVALID_ALONE: ReadonlySet<string> = new Set(['K1A', 'M7A', 'H0H']);

function unitedStates(code: string): string | null {
  if (!/^(\d{3,4}|\d{5}(-\d{4})?|\d{9})$/.test(code)) return null;
  if ([...US_INVALID, ...US_INVALID_START].some((start) => code.startsWith(start))) return null;
  return code.padEnd(5, '0').slice(0, 5);
}

function canada(code: string): string | null {
  const match = /^([A-Z]\d[A-Z])(?:\s?(\d(?:[A-Z]\d?)?))?$/.exec(code.toUpperCase());
  const [, area, unit = ''] = match ?? [];
  if (area === undefined) return null;
  const full = `${area} ${unit === '' ? '000' : unit + (unit.length === 1 ? 'A0' : unit.length === 2 ? '0' : '')}`;
  if (CANADA_INVALID.has(full)) return null;
  const isPadded = /^(?:000|\dA0|\d[A-Z]0)$/.test(full.slice(4));
  return isPadded && CANADA_INVALID_ALONE.has(area) ? null : full;
}

/**
 * Five digits or `A1A 1A1`. Quirk kept: short US codes are padded behind, so `1563`, which a spreadsheet made of
 * 01563 in Massachusetts, becomes 15630 in Pennsylvania.
 */
export function compatPostalCode(raw: string): string | null {
  const code = raw.trim();
  return unitedStates(code) ?? canada(code);
}
