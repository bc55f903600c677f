/** The standard's own list, compared as written with dashes. */
const PLACEHOLDERS: ReadonlySet<string> = new Set(
  (
    '111-11-1111 222-22-2222 333-33-3333 444-44-4444 555-55-5555 777-77-7777 888-88-8888 001-01-0001 001-01-0101 001-01-9999 ' +
    '001-10-0110 001-11-1111 001-12-2334 001-23-4567 007-77-7777 009-99-9999 010-10-1010 011-11-1111 012-34-5678 022-22-2222 ' +
    '055-55-5555 077-77-7777 087-65-4321 088-88-8888 098-76-5432 099-99-9999 100-10-1000 111-11-1112 111-11-1234 111-11-9999 ' +
    '111-22-1111 111-22-2333 111-22-3333 121-21-2121 123-12-1234 123-12-3123 123-45-1234 123-45-6788 123-45-6789 123-45-6798 ' +
    '123-45-6879 123-45-6987 123-45-7896 123-45-9999 199-99-9999 222-33-4444 299-99-9999 399-99-9999 454-54-5454 499-99-9999 ' +
    '599-99-9999 699-99-9999 799-99-9999 899-99-9999'
  ).split(' '),
);

/**
 * Nine digits, or null. Quirk kept: validity depends on formatting. Without dashes any seven to nine digits pass
 * (666123456, 900123456, 123450000, the placeholder 123456789); with dashes the same numbers are refused, and a
 * number with spaces always is.
 */
export function compatSsn(raw: string): string | null {
  if (/^\d{7,9}(?:\.0*)?$/.test(raw)) return raw.replace(/\..*$/, '').padStart(9, '0');
  if (PLACEHOLDERS.has(raw)) return null;
  if (!/^(?!000|666|9\d\d)\d{3}-?(?!00)\d{2}-?(?!0000)\d{4}$/.test(raw)) return null;
  return raw.replaceAll('-', '');
}
