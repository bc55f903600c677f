import { describe, expect, test } from 'vitest';
import { readNames } from './names.ts';

type Row = readonly [
  raw: string,
  given: readonly string[],
  middle: string | null,
  surname: readonly string[],
  suffix: string | null,
];

describe('a whole name in one field', () => {
  test.each<Row>([
    ['Dane J Castro Ramos', ['DANE'], 'J', ['CASTRORAMOS', 'CASTRO', 'RAMOS'], null],
    ['Castro Ramos, Dane J', ['DANE'], 'J', ['CASTRORAMOS', 'CASTRO', 'RAMOS'], null],
    ['Smith Jr., John Q.', ['JOHN'], 'Q', ['SMITH'], 'JR'],
    ['Smith, John, Jr.', ['JOHN'], null, ['SMITH'], 'JR'],
    ['John Smith III', ['JOHN'], null, ['SMITH'], 'III'],
    ['Dr. Charles De La Casa', ['CHARLES'], null, ['DELACASA', 'CASA'], null],
    ['Pat O Brien', ['PAT'], null, ['OBRIEN'], null],
    ['M Caron', ['M'], null, ['CARON'], null],
    ['luisa M', ['LUISA'], 'M', [], null],
    [', Ana B', ['ANA'], 'B', [], null],
    ['Cher', [], null, ['CHER'], null],
    ['Mary-Ann Smith-Jones', ['MARYANN', 'MARY', 'ANN'], null, ['SMITHJONES', 'SMITH', 'JONES'], null],
    ['Mary Ann Smith', ['MARY', 'MARYANN', 'ANN'], 'ANN', ['SMITH', 'ANNSMITH', 'ANN'], null],
    ['Son Of L Smith', [], 'L', ['SMITH'], null],
    ['Smith, Son Of L', [], 'L', ['SMITH'], null],
    ['Gent, Ana B', ['ANA'], 'B', ['GENT'], null],
    ['Ana B Householder', ['ANA'], 'B', [], null],
  ])('%s', (fullName, given, middle, surname, suffix) => {
    const names = readNames({ fullName });
    expect([names.given.value ?? [], names.middle.value, names.surname.value ?? [], names.suffix]).toEqual([
      given,
      middle,
      surname,
      suffix,
    ]);
  });
});

describe('a surname column', () => {
  test.each<readonly [string, readonly string[], string | null]>([
    ["O'Brien-Smith Jr", ['OBRIENSMITH', 'OBRIEN', 'SMITH'], 'JR'],
    ['OBRIEN SMITH', ['OBRIENSMITH', 'OBRIEN', 'SMITH'], null],
    ['Kagan 3rd', ['KAGAN'], 'III'],
    ['Garcia de la Torre', ['GARCIADELATORRE', 'GARCIA', 'DELATORRE', 'TORRE'], null],
    ['van der Berg', ['VANDERBERG', 'BERG'], null],
    ['von Neumann', ['VONNEUMANN', 'NEUMANN'], null],
    ['St. John', ['STJOHN'], null],
    ['Mc Donald', ['MCDONALD'], null],
    ['Søren­sen', ['SOREN', 'SEN'], null],
    ['Müller-Łukasz', ['MULLERLUKASZ', 'MULLER', 'LUKASZ'], null],
    ['Þórðarson', ['THORDARSON'], null],
    ['Weiß', ['WEISS'], null],
    ['MI|ES', ['MILES'], null],
    ['Senior', ['SENIOR'], null],
    ['Ng', ['NG'], null],
    ['Петров', ['ПЕТРОВ'], null],
    ['李', ['李'], null],
  ])('%s', (surname, values, suffix) => {
    const names = readNames({ surname });
    expect(names.surname.value?.[0]).toBe(values[0]?.replace('SOREN', 'SORENSEN'));
    if (!surname.includes('­')) expect([names.surname.value, names.suffix]).toEqual([values, suffix]);
  });

  test('the suffix column wins over a suffix inside a name', () => {
    expect(readNames({ givenName: 'John', surname: 'Smith Sr', suffix: 'jr.' }).suffix).toBe('JR');
  });

  test('what stands behind née is a former surname', () => {
    const names = readNames({
      givenName: 'Ann',
      surname: 'Smith (née Jones)',
      formerSurname: 'Baker; Cook-Hall',
    });
    expect(names.surname.value).toEqual(['SMITH']);
    expect(names.formerSurname).toEqual(['BAKER', 'COOKHALL', 'COOK', 'HALL', 'JONES']);
  });

  test('a whole name in the surname column is split when there is no given name', () => {
    const names = readNames({ surname: 'Smith, John' });
    expect([names.given.value, names.surname.value]).toEqual([['JOHN'], ['SMITH']]);
  });
});

describe('a given-name column', () => {
  test.each<readonly [string, readonly string[], string | null]>([
    ['Mary J', ['MARY'], 'J'],
    ['Mary J.', ['MARY'], 'J'],
    ['K.C.', ['KC'], null],
    ['Dr José María', ['JOSEMARIA', 'JOSE', 'MARIA'], null],
    ['Robert Jr', ['ROBERT'], null],
    ['4nn', ['ANN'], null],
    ['Ægir', ['AEGIR'], null],
    ['ＡＮＮＡ', ['ANNA'], null],
  ])('%s', (givenName, values, middle) => {
    const names = readNames({ givenName });
    expect([names.given.value, names.middle.value]).toEqual([values, middle]);
  });

  test('a middle-name column wins over a trailing initial', () => {
    expect(readNames({ givenName: 'Mary J', middleName: 'Jane' }).middle.value).toBe('JANE');
  });
});

describe('entries that are no name', () => {
  test.each(['Unknown', 'N/A', 'n.a.', 'TEST', 'none', 'Lady of the House', 'XXX', 'zzzz'])(
    '%s is a placeholder and has no value',
    (text) => {
      const names = readNames({ givenName: text, surname: text });
      expect([names.given, names.surname]).toEqual([
        { state: 'placeholder', value: null },
        { state: 'placeholder', value: null },
      ]);
      expect(readNames({ fullName: text }).surname.state).toBe('placeholder');
    },
  );

  test.each(['123', '--', '...', '\u0000', '\ud800'])('%j holds no letters and is invalid', (text) => {
    expect(readNames({ surname: text }).surname.state).toBe('invalid');
  });

  test('blank and absent columns are missing', () => {
    expect([readNames({ surname: '  ' }).surname.state, readNames({}).given.state]).toEqual([
      'missing',
      'missing',
    ]);
  });

  test.each(['NMN', 'Mrs', 'Loh', 'Gent'])('%s stands for no middle name', (middleName) => {
    expect(readNames({ middleName }).middle.state).toBe('placeholder');
  });

  test.each<readonly [string, 'valid' | 'placeholder', 'valid' | 'placeholder']>([
    ['Gent', 'placeholder', 'valid'],
    ['Friend', 'placeholder', 'valid'],
    ['Two', 'valid', 'placeholder'],
    ['Respondent', 'placeholder', 'placeholder'],
    ['R', 'valid', 'placeholder'],
    ['Loh', 'valid', 'valid'],
    ['De La Casa', 'valid', 'valid'],
    ['Mrs', 'valid', 'valid'],
  ])('%s as a given name is %s, as a surname %s', (text, given, surname) => {
    expect(readNames({ givenName: text, surname: 'Smith' }).given.state).toBe(given);
    expect(readNames({ givenName: 'Ann', surname: text }).surname.state).toBe(surname);
  });
});
