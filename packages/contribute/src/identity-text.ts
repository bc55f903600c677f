import type { RawIdentifiers } from '@credlink/tokens';

const FIELDS = [
  'givenName',
  'middleName',
  'surname',
  'fullName',
  'suffix',
  'formerSurname',
  'dateOfBirth',
  'ssn',
  'ssnLastFour',
  'sex',
  'street',
  'city',
  'state',
  'zip',
  'phone',
  'email',
] as const satisfies readonly (keyof RawIdentifiers)[];

/** Unit separator: stands in no text anybody types; where a file has one all the same it counts as a space. */
const SEPARATOR = '\u001f';

/**
 * A row's identifiers as one line of text: equal text means the same set of identifiers, hence the same subject.
 * An absent column and an empty field are the same.
 */
export function identityText(identifiers: RawIdentifiers): string {
  let text = '';
  for (const field of FIELDS) text += clean(identifiers[field]) + SEPARATOR;
  const { reference } = identifiers;
  return reference === undefined ? text : text + clean(reference.issuer) + SEPARATOR + clean(reference.value);
}

/** The inverse of `identityText`; empty fields are left out. */
export function parseIdentityText(text: string): RawIdentifiers {
  const parts = text.split(SEPARATOR);
  const identifiers: { -readonly [Field in (typeof FIELDS)[number]]?: string } = {};
  FIELDS.forEach((field, index) => {
    const part = parts[index];
    if (part !== undefined && part !== '') identifiers[field] = part;
  });
  const [issuer, value] = parts.slice(FIELDS.length);
  return issuer === undefined || value === undefined || value === ''
    ? identifiers
    : { ...identifiers, reference: { issuer, value } };
}

/** SQL of one field of an identity text; empty where it is. */
export function fieldOfIdentityText(column: string, field: (typeof FIELDS)[number]): string {
  return `split_part(${column}, chr(${SEPARATOR.charCodeAt(0)}), ${FIELDS.indexOf(field) + 1})`;
}

const SSN_INDEX = FIELDS.indexOf('ssn');

/** The SSN field alone, as it stands in the file. */
export function ssnOfIdentityText(text: string): string {
  let from = 0;
  for (let field = 0; field < SSN_INDEX; field += 1) from = text.indexOf(SEPARATOR, from) + 1;
  return text.slice(from, text.indexOf(SEPARATOR, from));
}

function clean(value: string | undefined): string {
  if (value === undefined) return '';
  return value.includes(SEPARATOR) ? value.replaceAll(SEPARATOR, ' ') : value;
}
