/** Identifiers as they stand in the owner's file. Absent columns are left out; empty text counts as missing. */
export type RawIdentifiers = {
  readonly givenName?: string;
  readonly middleName?: string;
  readonly surname?: string;
  /** One field with the whole name, for files that have no separate columns; "Last, First" is understood. */
  readonly fullName?: string;
  readonly suffix?: string;
  readonly formerSurname?: string;
  readonly dateOfBirth?: string;
  readonly ssn?: string;
  readonly ssnLastFour?: string;
  readonly sex?: string;
  readonly street?: string;
  readonly city?: string;
  readonly state?: string;
  readonly zip?: string;
  readonly phone?: string;
  readonly email?: string;
  /** The owner's own key of the person (student number, candidate number) and the organisation that gave it. */
  readonly reference?: { readonly issuer: string; readonly value: string };
};

export type BirthDate = { readonly year: number; readonly month: number; readonly day: number };

/** Attributes that can agree or differ between two records. */
export const ATTRIBUTES = [
  'given',
  'middle',
  'surname',
  'birthDate',
  'sex',
  'ssn',
  'street',
  'city',
  'zip',
  'phone',
  'email',
  'reference',
] as const;
export type Attribute = (typeof ATTRIBUTES)[number];

/** What became of one attribute of one record. */
export type AttributeState = 'valid' | 'missing' | 'invalid' | 'placeholder';

/**
 * The canonical record. Text is upper-case A-Z and digits without marks, spaces or punctuation unless said; names in
 * another script keep its letters. The rules are in docs/NORMALISATION.md.
 * An attribute that is missing, invalid or a placeholder is null (or an empty list): it can never yield a token.
 */
export type Identifiers = {
  /** First name as given, first; then its halves where it is hyphenated or double. Nickname roots are a level, not a value. */
  readonly given: readonly string[];
  readonly middle: string | null;
  /** Surname as given without suffix, first; then hyphen or space halves of at least two letters. */
  readonly surname: readonly string[];
  /** Former or maiden surnames and their halves. */
  readonly formerSurname: readonly string[];
  readonly suffix: string | null;
  readonly birthDate: BirthDate | null;
  readonly sex: 'F' | 'M' | 'X' | null;
  /** Nine digits, area, group and serial valid, no known placeholder. Never hashed as it is: see the OPRF. */
  readonly ssn: string | null;
  /** Also known where only a masked number or a last-four column is there; the state of `ssn` is valid then too. */
  readonly ssnLastFour: string | null;
  /** `line` is the whole normalised line; `number` and `word` its house number and main word, where it has them. */
  readonly street: {
    readonly line: string;
    readonly number: string | null;
    readonly word: string | null;
  } | null;
  readonly city: string | null;
  /** Five digits; a foreign postal code with letters as its letters and digits. */
  readonly zip: string | null;
  /** Ten digits. */
  readonly phone: string | null;
  /** Lower-case. */
  readonly email: { readonly address: string; readonly local: string; readonly domain: string } | null;
  readonly reference: { readonly issuer: string; readonly value: string } | null;
  readonly states: Readonly<Record<Attribute, AttributeState>>;
};
