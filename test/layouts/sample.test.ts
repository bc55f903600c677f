import { createHash } from 'node:crypto';
import { Catalogue, type SourceKind } from '@credlink/contracts';
import { isRejected, quarterOfFileName, READERS } from '@credlink/layouts';
import { DEFAULT_SAMPLE, generateSample } from '@credlink/sample';
import { expect, test } from 'vitest';

const SMALL = { ...DEFAULT_SAMPLE, persons: 400 };

function digest(seed: string): string {
  const hash = createHash('sha256');
  for (const { path, content } of generateSample({ ...SMALL, seed })) {
    hash.update(`${path}\n`);
    for (const chunk of content) hash.update(chunk);
  }
  return hash.digest('hex');
}

function sample(options = DEFAULT_SAMPLE): Map<string, string> {
  return new Map([...generateSample(options)].map((file) => [file.path, [...file.content].join('')]));
}

const SAMPLE = sample();

function textOf(path: string): string {
  const text = SAMPLE.get(path);
  if (text === undefined) throw new Error(`the sample has no ${path}`);
  return text;
}

function rows(path: string): string[][] {
  return textOf(path)
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
}

const WAGE_FILES = [...SAMPLE.keys()].filter((path) => path.startsWith('wages/'));

const KINDS: readonly (readonly [SourceKind, string])[] = [
  ['employers', 'employers.csv'],
  ['roster', 'college/roster.csv'],
  ['enrollment', 'college/enrollment.csv'],
  ['courses', 'college/courses.csv.gz'],
  ['awards', 'college/awards.csv'],
  ['level_gains', 'college/level_gains.csv'],
  ['clearinghouse', 'clearinghouse/nsc_detail.csv'],
  ['holders', 'issuers/tradecraft-board/holders.csv'],
  ['holders', 'issuers/netskill-alliance/holders.csv'],
  ['holders', 'issuers/wellcare-council/holders.csv'],
  ['register', 'register/residents.csv'],
  ...WAGE_FILES.map((path) => ['wages', path] as const),
];

test('one seed gives one sample, another seed another', () => {
  expect(digest('a')).toBe(digest('a'));
  expect(digest('b')).not.toBe(digest('a'));
});

test.each(KINDS)('%s %s is read to its last row', async (kind, path) => {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode(textOf(path));
  }
  const reading = READERS[kind].read(chunks(), {
    today: '2025-02-15',
    referenceIssuer: 'college',
    mapping: null,
    fileQuarter: quarterOfFileName(path),
  });
  let records = 0;
  for await (const batch of reading.batches)
    for (const record of batch) records += isRejected(record) ? 0 : 1;
  expect(reading.report()).toMatchObject({ rejected: {}, blankedValues: {} });
  expect(records).toBeGreaterThan(0);
});

test('the catalogue keeps the contract and knows every code that is no slip', () => {
  const catalogue = Catalogue.parse(JSON.parse(textOf('catalog.json')));
  const known = new Set(catalogue.credentials.map((credential) => credential.code));
  const truth = rows('truth/holders.csv');
  expect(truth.filter(([, , , , code = '']) => !known.has(code))).toEqual([]);
  expect(rows('college/awards.csv').filter(([, code = '']) => !known.has(code))).toEqual([]);
});

test('the truth names the person behind every record of every file', () => {
  const persons = new Set(rows('truth/persons.csv').map(([person]) => person));
  expect(persons.size).toBe(DEFAULT_SAMPLE.persons);
  const holders = rows('truth/holders.csv');
  expect(holders.filter(([, , person = '', kind]) => kind !== 'fabricated' && !persons.has(person))).toEqual(
    [],
  );
  expect(holders.filter(([, , , kind]) => kind === 'fabricated')).toHaveLength(12);
  const refs = ['tradecraft-board', 'netskill-alliance', 'wellcare-council'].flatMap((body) =>
    rows(`issuers/${body}/holders.csv`).map(([ref]) => `${body},${ref}`),
  );
  expect(holders.map(([body, ref]) => `${body},${ref}`)).toEqual(refs);
  expect(rows('truth/roster.csv').map(([student]) => student)).toEqual(
    rows('college/roster.csv').map(([student]) => student),
  );
  expect(rows('truth/register.csv').map(([resident]) => resident)).toEqual(
    rows('register/residents.csv').map(([resident]) => resident),
  );
  const lines = WAGE_FILES.reduce((sum, path) => sum + textOf(path).split('\n').length - 1, 0);
  expect(rows('truth/wages.csv.gz')).toHaveLength(lines);
});

test('wage lines have 96 characters', () => {
  const lines = WAGE_FILES.flatMap((path) => textOf(path).slice(0, -1).split('\n'));
  expect(lines.filter((line) => line.length !== 96)).toEqual([]);
});

test('the demonstration is as large as it says: small enough for a minute, large enough for cells', () => {
  const lines = rows('truth/wages.csv.gz').length;
  const holders = new Set(rows('truth/holders.csv').map(([, , person]) => person));
  const numbers = new Set(
    WAGE_FILES.flatMap((path) =>
      textOf(path)
        .trimEnd()
        .split('\n')
        .map((line) => line.slice(0, 9)),
    ),
  );
  expect(lines).toBeGreaterThan(35_000);
  expect(lines).toBeLessThan(55_000);
  expect(holders.size).toBeGreaterThan(1200);
  expect(numbers.size).toBeLessThan(4000);
});

test('no number of the sample was ever given to an adult: its areas start at 773', () => {
  const areas = rows('register/residents.csv')
    .map(([, ssn = '']) => ssn)
    .filter((ssn) => /^\d{9}$/.test(ssn) && !/^(\d)\1{8}$|^123456789$/.test(ssn))
    .map((ssn) => Number(ssn.slice(0, 3)));
  expect(Math.min(...areas)).toBeGreaterThanOrEqual(773);
  expect(Math.max(...areas)).toBeLessThanOrEqual(899);
});

test('the traps of real files are in it', () => {
  const roster = rows('college/roster.csv');
  expect(roster.some((row) => /^\d{4}$/.test(row[11] ?? ''))).toBe(true);
  expect(roster.some((row) => /^\d\d\/\d\d\/\d{4}$/.test(row[7] ?? ''))).toBe(true);
  const holders = rows('truth/holders.csv');
  expect(new Set(holders.map(([, , , , , , action]) => action))).toEqual(
    new Set(['initial', 'renewal', 'revoked']),
  );
  expect(holders.some(([, , , kind]) => kind === 'unknown_code')).toBe(true);
  const kinds = new Set(rows('truth/wages.csv.gz').map(([, , , kind]) => kind));
  expect(kinds).toEqual(new Set(['regular', 'duplicate', 'adjustment', 'lump_sum', 'zero']));
  const agreements: unknown = JSON.parse(textOf('catalog.json')).agreements;
  expect(agreements).toContainEqual(expect.objectContaining({ state: 'expired' }));
});

test('the pay of holders rises by what was planted, and by nothing much where nothing was', () => {
  const change = plantedChange();
  expect(change.get('NS-SEC') ?? 0).toBeGreaterThan(1200);
  expect(change.get('TC-HVC') ?? 0).toBeGreaterThan(900);
  expect((change.get('NS-SEC') ?? 0) - (change.get('NS-SUP') ?? 0)).toBeGreaterThan(600);
});

test.each([
  [{ persons: 99 }],
  [{ persons: 1.5 }],
  [{ quarters: 13 }],
  [{ quarters: 8 }],
  [{ firstYear: 1989 }],
])('the size %j is refused', (change) => {
  expect(() => [...generateSample({ ...DEFAULT_SAMPLE, ...change })]).toThrow(RangeError);
});

/** By credential: mean of each holder's change in nominal quarterly pay, from quarters -8..-5 to +5..+8, those working in both. */
function plantedChange(): Map<string, number> {
  const pay = new Map<string, number>();
  const people = rows('truth/wages.csv.gz');
  let place = 0;
  for (const path of WAGE_FILES) {
    for (const line of textOf(path).trimEnd().split('\n')) {
      const [, , person = '', kind] = people[place] ?? [];
      place += 1;
      if (kind === 'duplicate') continue;
      const key = `${person}/${Number(line.slice(71, 75)) * 4 + Number(line.slice(75, 76)) - 1}`;
      pay.set(key, (pay.get(key) ?? 0) + Number(line.slice(76, 86)));
    }
  }
  const first = new Map<string, number>();
  for (const [, , person = '', kind, code = '', day = '', action] of rows('truth/holders.csv')) {
    if (kind !== 'real' || action !== 'initial') continue;
    const quarter = Number(day.slice(0, 4)) * 4 + Math.floor((Number(day.slice(5, 7)) - 1) / 3);
    const key = `${person}/${code}`;
    first.set(key, Math.min(quarter, first.get(key) ?? quarter));
  }
  const changes = new Map<string, number[]>();
  for (const [key, quarter] of first) {
    const [person = '', code = ''] = key.split('/');
    const sum = (from: number) =>
      [0, 1, 2, 3].reduce(
        (total, offset) => total + (pay.get(`${person}/${quarter + from + offset}`) ?? 0),
        0,
      );
    const [before, after] = [sum(-8), sum(5)];
    if (before > 0 && after > 0) changes.set(code, [...(changes.get(code) ?? []), (after - before) / 4]);
  }
  return new Map(
    [...changes].map(([code, list]) => [code, list.reduce((total, value) => total + value, 0) / list.length]),
  );
}
