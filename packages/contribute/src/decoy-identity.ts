import type { DecoyKind } from '@credlink/contracts';
import type { RawIdentifiers } from '@credlink/tokens';

/** A whole number from 0 up to, and without, `below`. */
export type Draw = (below: number) => number;

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

function pick<T>(draw: Draw, from: readonly T[]): T | undefined {
  return from[draw(from.length)];
}

function replaced(text: string, at: number, by: string): string {
  return text.slice(0, at) + by + text.slice(at + 1);
}

/** One letter other than the first is another one. */
function mistyped(text: string | undefined, draw: Draw): string | undefined {
  if (text === undefined || text.length < 3) return text;
  const at = 1 + draw(text.length - 1);
  const others = [...LETTERS].filter((letter) => letter !== text[at]?.toLowerCase());
  return replaced(text, at, pick(draw, others) ?? 'x');
}

/** The digit at a place, counted among the digits, is another one. */
function otherDigit(text: string | undefined, draw: Draw, place: number): string | undefined {
  const at = [...(text ?? '')].flatMap((character, index) => (/[0-9]/.test(character) ? [index] : []))[place];
  if (text === undefined || at === undefined) return text;
  return replaced(text, at, String((Number(text[at]) + 1 + draw(9)) % 10));
}

type Fields = { -readonly [Field in keyof RawIdentifiers]: RawIdentifiers[Field] | undefined };

function withoutEmpty(fields: Fields): RawIdentifiers {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''),
  );
}

/** What errors do to a record: two of them, each in another field. */
const DAMAGES: readonly ((record: RawIdentifiers, draw: Draw) => Fields)[] = [
  ({ surname, fullName, ...rest }, draw) => ({
    ...rest,
    surname: mistyped(surname, draw),
    fullName: mistyped(fullName, draw),
  }),
  ({ givenName, ...rest }, draw) => ({ ...rest, givenName: mistyped(givenName, draw) }),
  ({ street, ...rest }, draw) => ({ ...rest, street: mistyped(street, draw) }),
  ({ dateOfBirth, ...rest }, draw) => ({ ...rest, dateOfBirth: otherDigit(dateOfBirth, draw, 7) }),
  ({ middleName: _, ...rest }) => rest,
  ({ phone: _, ...rest }) => rest,
];

/** A damaged copy. It has no reference of its own: under the owner's it would be one record with its original. */
function copyOf({ reference: _, ...record }: RawIdentifiers, draw: Draw): RawIdentifiers {
  const first = draw(DAMAGES.length);
  const second = (first + 1 + draw(DAMAGES.length - 1)) % DAMAGES.length;
  return [first, second].reduce<RawIdentifiers>(
    (damaged, index) => withoutEmpty(DAMAGES[index]?.(damaged, draw) ?? damaged),
    record,
  );
}

/** Somebody's household under another given name: what a household shares stays, what is a person's own is gone. */
function twinOf(record: RawIdentifiers, other: RawIdentifiers): RawIdentifiers | null {
  const { givenName } = other;
  if (record.surname === undefined || givenName === undefined) return null;
  if (givenName.slice(0, 1).toLowerCase() === record.givenName?.slice(0, 1).toLowerCase()) return null;
  const { surname, dateOfBirth, street, city, state, zip } = record;
  return withoutEmpty({ givenName, surname, dateOfBirth, street, city, state, zip, sex: other.sex });
}

/** Name, birth date and address of several people, and a number that differs from somebody's in two digits. */
function strangerOf([one, two, three, four]: readonly RawIdentifiers[], draw: Draw): RawIdentifiers | null {
  if (one === undefined || two === undefined || three === undefined || four === undefined) return null;
  if (one.surname === undefined || two.givenName === undefined) return null;
  return withoutEmpty({
    surname: one.surname,
    givenName: two.givenName,
    middleName: three.middleName,
    sex: two.sex,
    dateOfBirth: three.dateOfBirth,
    street: four.street,
    city: four.city,
    state: four.state,
    zip: four.zip,
    ssn: otherDigit(otherDigit(one.ssn, draw, 8), draw, 4),
  });
}

/**
 * Invents a decoy from records of one file. A stranger and a twin are made so that nobody is them: no two parts that
 * together tell a person stay together. Chance alone can make a stranger who lives; of thousands of names, birth dates
 * and addresses it does not.
 *
 * @param records at least four, drawn at random; a copy and a twin are of the first
 * @returns null where the records lack what it takes
 */
export function decoyIdentity(
  kind: DecoyKind,
  records: readonly RawIdentifiers[],
  draw: Draw,
): RawIdentifiers | null {
  const [first, second] = records;
  if (first === undefined || second === undefined) return null;
  if (kind === 'copy') return copyOf(first, draw);
  return kind === 'twin' ? twinOf(first, second) : strangerOf(records, draw);
}
