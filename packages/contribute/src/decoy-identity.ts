import type { DecoyKind } from '@credlink/contracts';
import type { RawIdentifiers } from '@credlink/tokens';
import { type Draw, mistyped, otherDigit, otherNumber, pick, unheardOf } from './altered-text.ts';

type Fields = { -readonly [Field in keyof RawIdentifiers]: RawIdentifiers[Field] | undefined };

function withoutEmpty(fields: Fields): RawIdentifiers {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''),
  );
}

/** What errors do to a record. */
const DAMAGES: readonly ((record: RawIdentifiers, draw: Draw) => Fields)[] = [
  ({ surname, fullName, ...rest }, draw) => ({
    ...rest,
    surname: mistyped(surname, draw),
    fullName: mistyped(fullName, draw),
  }),
  ({ givenName, ...rest }, draw) => ({ ...rest, givenName: mistyped(givenName, draw) }),
  ({ street, ...rest }, draw) => ({ ...rest, street: mistyped(street, draw) }),
  ({ dateOfBirth, ...rest }, draw) => ({ ...rest, dateOfBirth: otherDigit(dateOfBirth, draw, 0) }),
  ({ middleName: _, ...rest }) => rest,
  ({ phone: _, ...rest }) => rest,
];

/**
 * What a person alone has, of the same form and another's at most by chance: SSNs of one area are dense.
 *
 * Claim: what rules a decoy has tokens under does not tell it from a record. Against: whoever holds an identity file alone and
 * looks for records that lack what the others of the file have. Not claimed: of files whose records all have one name field,
 * nor against who lays records beside each other: a copy is close to its original, a twin to the household it is of.
 */
function ownOf({ ssn, ssnLastFour, phone, email, reference }: RawIdentifiers, draw: Draw): Fields {
  return {
    ssn: otherNumber(ssn, draw),
    ssnLastFour: otherNumber(ssnLastFour, draw),
    phone: otherNumber(phone, draw),
    email: email?.replace(/^[^@]*/, () => unheardOf(draw)),
    reference: reference === undefined ? undefined : { issuer: reference.issuer, value: unheardOf(draw) },
  };
}

/** A copy with one error or two. Under the reference of its original it would be one record with it, so it has another. */
function copyOf(record: RawIdentifiers, draw: Draw): RawIdentifiers | null {
  const possible = DAMAGES.filter(
    (damage) =>
      JSON.stringify(withoutEmpty(damage(record, () => 0))) !== JSON.stringify(withoutEmpty({ ...record })),
  );
  const first = pick(draw, possible);
  if (first === undefined) return null;
  const second = pick(
    draw,
    possible.filter((damage) => damage !== first),
  );
  const damaged = [first, ...(second === undefined ? [] : [second])].reduce<RawIdentifiers>(
    (copy, damage) => withoutEmpty(damage(copy, draw)),
    record,
  );
  return withoutEmpty({ ...damaged, reference: ownOf(record, draw).reference });
}

/** Somebody's household under another given name: what a household shares stays, what is a person's own is another's. */
function twinOf(record: RawIdentifiers, other: RawIdentifiers, draw: Draw): RawIdentifiers | null {
  const { givenName } = other;
  if (record.surname === undefined || givenName === undefined) return null;
  if (givenName.slice(0, 1).toLowerCase() === record.givenName?.slice(0, 1).toLowerCase()) return null;
  const { surname, dateOfBirth, street, city, state, zip } = record;
  return withoutEmpty({
    givenName,
    middleName: record.middleName === undefined ? undefined : other.middleName,
    surname,
    sex: record.sex === undefined ? undefined : other.sex,
    dateOfBirth,
    street,
    city,
    state,
    zip,
    ...ownOf(record, draw),
  });
}

/** Name, birth date and address of several people, and numbers of none of them. */
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
    ...ownOf(one, draw),
  });
}

/**
 * Invents a decoy from records of one file. A stranger has no two parts of one record that together tell a person; a twin
 * has what a household shares, and another given name. Both are made to be nobody, and by chance may be somebody all the
 * same: a twin may live and be called so, and an invented SSN or telephone number is close to a real one and may be
 * another's.
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
  return kind === 'twin' ? twinOf(first, second, draw) : strangerOf(records, draw);
}
