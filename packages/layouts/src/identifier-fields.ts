import type { RawIdentifiers } from '@credlink/tokens';
import { type LayoutField, layoutField } from './layout-field.ts';

/** Keys of RawIdentifiers that hold plain text. */
export type IdentifierKey = Exclude<keyof RawIdentifiers, 'reference'>;

type IdentifierField = { readonly key: IdentifierKey; readonly field: LayoutField };

/** Those that can carry a link by themselves, the rest of the record helping. */
const CARRIERS: readonly IdentifierKey[] = ['surname', 'fullName', 'ssn', 'phone', 'email'];

function identifier(
  key: IdentifierKey,
  name: string,
  note: string,
  synonyms: readonly string[],
): IdentifierField {
  return {
    key,
    field: layoutField(name, CARRIERS.includes(key) ? 'identifier' : 'optional', note, synonyms),
  };
}

/** Every identifier a CSV may carry. None of them leaves the owner's machine: they become keyed tokens. */
export const IDENTIFIER_FIELDS: readonly IdentifierField[] = [
  identifier('givenName', 'first_name', 'first name', [
    'given name',
    'first',
    'fname',
    'name first',
    'legal first name',
  ]),
  identifier('middleName', 'middle_name', 'middle name or initial', [
    'middle initial',
    'middle',
    'mi',
    'mname',
    'mid init',
  ]),
  identifier('surname', 'last_name', 'last name', [
    'surname',
    'family name',
    'last',
    'lname',
    'name last',
    'legal last name',
  ]),
  identifier('fullName', 'name', 'whole name in one field; "Last, First" is understood', [
    'full name',
    'holder name',
    'candidate name',
    'student name',
    'holder',
    'candidate',
  ]),
  identifier('suffix', 'suffix', 'Jr, Sr, III ...', ['name suffix', 'generation']),
  identifier('formerSurname', 'former_last_name', 'former or maiden name', [
    'former name',
    'maiden name',
    'previous last name',
    'prior last name',
    'birth name',
  ]),
  identifier('dateOfBirth', 'date_of_birth', 'birth date', [
    'dob',
    'birth date',
    'birthdate',
    'birthday',
    'birth dt',
  ]),
  identifier('ssn', 'ssn', 'SSN of nine digits, with or without hyphens', [
    'social security number',
    'ssn9',
    'social',
  ]),
  identifier('ssnLastFour', 'ssn_last4', 'last four digits of the SSN', [
    'last 4 ssn',
    'ssn last four',
    'ssn4',
    'last four ssn',
    'last4',
  ]),
  identifier('sex', 'sex', 'F, M or X', ['gender']),
  identifier('street', 'street_address', 'street and number', [
    'street',
    'address',
    'address 1',
    'address line 1',
    'addr',
  ]),
  identifier('city', 'city', 'city', ['town', 'municipality']),
  identifier('state', 'state', 'state of residence', ['state code', 'st', 'home state']),
  identifier('zip', 'zip', 'ZIP code; a lost leading zero is put back', [
    'zip code',
    'zip5',
    'postal code',
    'postcode',
  ]),
  identifier('phone', 'phone', 'telephone', [
    'phone number',
    'telephone',
    'mobile',
    'cell',
    'cell phone',
    'mobile phone',
  ]),
  identifier('email', 'email', 'e-mail address', ['e mail', 'email address', 'personal email', 'mail']),
];

/** All identifiers, for files that may have any of them. */
export const ALL_IDENTIFIER_FIELDS: readonly LayoutField[] = IDENTIFIER_FIELDS.map((entry) => entry.field);
