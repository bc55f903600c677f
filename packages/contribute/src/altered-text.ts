/** A whole number from 0 up to, and without, `below`. */
export type Draw = (below: number) => number;

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** One of them at random; undefined of none. */
export function pick<T>(draw: Draw, from: readonly T[]): T | undefined {
  return from[draw(from.length)];
}

function replaced(text: string, at: number, by: string): string {
  return text.slice(0, at) + by + text.slice(at + 1);
}

/** One letter other than the first is another one. */
export function mistyped(text: string | undefined, draw: Draw): string | undefined {
  if (text === undefined || text.length < 3) return text;
  const at = 1 + draw(text.length - 1);
  const others = [...LETTERS].filter((letter) => letter !== text[at]?.toLowerCase());
  return replaced(text, at, pick(draw, others) ?? 'x');
}

/** The digit so many places from the end, counted among the digits, is another one. */
export function otherDigit(text: string | undefined, draw: Draw, fromEnd: number): string | undefined {
  const at = [...(text ?? '')].flatMap((character, index) => (/[0-9]/.test(character) ? [index] : []));
  const place = at[at.length - 1 - fromEnd];
  if (text === undefined || place === undefined) return text;
  return replaced(text, place, String((Number(text[place]) + 1 + draw(9)) % 10));
}

/** Letters that nobody's address or number is made of: 26 to the power of 16. */
export function unheardOf(draw: Draw): string {
  return Array.from({ length: 16 }, () => pick(draw, [...LETTERS]) ?? 'x').join('');
}

/** A number of the same form: two of its last four digits are others. A spreadsheet's `.0` is none of its digits. */
export function otherNumber(text: string | undefined, draw: Draw): string | undefined {
  return otherDigit(otherDigit(text?.replace(/\.0+$/, ''), draw, 0), draw, 3);
}
