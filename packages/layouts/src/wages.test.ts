import { quarterIndex } from '@credlink/contracts';
import { expect, test } from 'vitest';
import type { LayoutOptions, LayoutReading } from './layout-record.ts';
import { quarterOfFileName } from './read-quarter.ts';
import { collect, inChunks, OPTIONS, outcomes, utf8 } from './test-chunks.ts';
import { readWages } from './wages.ts';

type Line = {
  ssn: string;
  given: string;
  surname: string;
  place: string;
  account: string;
  quarter: string;
  wages: string;
  rest: string;
};

const FINE: Line = {
  ssn: '180571366',
  given: 'SAMANTHA',
  surname: 'GUNN JR',
  place: '34',
  account: '0101978078',
  quarter: '20161',
  wages: '0000003366',
  rest: ' '.repeat(10),
};

function line(change: Partial<Line> = {}): string {
  const { ssn, given, surname, place, account, quarter, wages, rest } = { ...FINE, ...change };
  return `${ssn}${given.padEnd(15)}Q${surname.padEnd(20)}${place}${account}00000829394095${quarter}${wages}${rest}\n`;
}

function read(text: string, options: Partial<LayoutOptions> = {}): LayoutReading {
  return readWages(inChunks(utf8(text)), { ...OPTIONS, ...options });
}

test('a line becomes identifiers, an employer account and facts', async () => {
  expect(line()).toHaveLength(97);
  expect(await collect(read(line({ rest: '1512320480' })).batches)).toEqual([
    {
      line: 1,
      recordRef: null,
      identifiers: { ssn: '180571366', givenName: 'SAMANTHA', middleName: 'Q', surname: 'GUNN JR' },
      facts: {
        state_fips: '34',
        quarter: quarterIndex(2016, 1),
        wage_cents: 336_600,
        soc6: '151232',
        hours: 480,
      },
      employer: { stateFips: '34', account: '0101978078', unit: '00000' },
      successorOf: null,
    },
  ]);
});

test.each([
  ['-000000001', -100],
  ['0000000000', 0],
  ['0000050001', 5_000_100],
  ['0000179296', 17_929_600],
  ['9999999998', 999_999_999_800],
  ['      3366', 336_600],
  ['     -3366', -336_600],
  ['-     3366', -336_600],
])('the amount %s is kept as %d cents', async (wages, cents) => {
  expect(await outcomes(read(line({ wages })), 'wage_cents')).toEqual([[cents]]);
});

test.each([
  ['1000000000000', ' '.repeat(10), 'amount_out_of_range'],
  ['1000000000000', ' '.repeat(7), 'amount_out_of_range'],
  ['1000000000000', '1512320480', 'amount_out_of_range'],
  ['9999999999', ' '.repeat(10), 'amount_out_of_range'],
  ['00000033.6', ' '.repeat(10), 'amount_unreadable'],
  ['          ', ' '.repeat(10), 'amount_unreadable'],
  ['0000 03366', ' '.repeat(10), 'amount_unreadable'],
])('the amount %j before %j is refused', async (wages, rest, reason) => {
  expect(await outcomes(read(line({ wages, rest })))).toEqual([reason]);
});

test.each([
  [{ quarter: '20160' }, 'quarter_invalid'],
  [{ quarter: '20165' }, 'quarter_invalid'],
  [{ quarter: '17001' }, 'quarter_invalid'],
  [{ quarter: '29991' }, 'quarter_invalid'],
  [{ quarter: '20262' }, 'quarter_invalid'],
  [{ place: '99' }, 'state_invalid'],
  [{ place: '  ' }, 'state_invalid'],
  [{ account: ' '.repeat(10) }, 'employer_missing'],
  [{ account: '0000000000' }, 'employer_missing'],
  [{ ssn: '000000000', given: '', surname: '' }, 'identifiers_missing'],
] satisfies readonly (readonly [Partial<Line>, string])[])('%j is rejected as %s', async (change, reason) => {
  const reading = read(line() + line(change) + line());
  expect((await outcomes(reading)).filter((outcome) => typeof outcome === 'string')).toEqual([reason]);
  expect(reading.report()).toMatchObject({ rowsRead: 3, rowsAccepted: 2, rejected: { [reason]: 1 } });
});

test('the quarter of today is no future quarter', async () => {
  expect(await outcomes(read(line({ quarter: '20261' })), 'quarter')).toEqual([[quarterIndex(2026, 1)]]);
});

test('rows of another quarter than the file states are rejected', async () => {
  const fileQuarter = quarterOfFileName('wages/2016q1.txt.gz');
  expect(await outcomes(read(line() + line({ quarter: '20162' }), { fileQuarter }), 'quarter')).toEqual([
    [quarterIndex(2016, 1)],
    'quarter_outside_file',
  ]);
});

test.each([
  ['2016q1.txt.gz', quarterIndex(2016, 1)],
  ['UI_2016-Q4.txt', quarterIndex(2016, 4)],
  ['2016Q3/wages.txt', null],
  ['wages.txt', null],
  ['120165q1.txt', null],
])('the file name %s states quarter %s', (name, quarter) => {
  expect(quarterOfFileName(name)).toBe(quarter);
});

test('an SSN of zeros is missing, the name still stands', async () => {
  const [record] = await collect(read(line({ ssn: '000000000' })).batches);
  expect(record).toMatchObject({ identifiers: { ssn: '', surname: 'GUNN JR' } });
});

test('SOC and hours may be blank, cut off, or nonsense that is left out and counted', async () => {
  const reading = read(
    [
      line({ rest: '      0480' }),
      line().slice(0, 86).concat('\n'),
      line({ rest: '9912329999' }),
      line({ rest: '353031  40' }),
    ].join(''),
  );
  expect(await outcomes(reading, 'soc6', 'hours')).toEqual([
    [null, 480],
    [null, null],
    [null, null],
    ['353031', 40],
  ]);
  expect(reading.report().blankedValues).toEqual({ soc6: 1, hours: 1 });
});

test('a line cut short is malformed, a blank one is none', async () => {
  const reading = read(`${line()}\n${line().slice(0, 85)}\n`);
  expect(await outcomes(reading, 'hours')).toEqual([[null], 'row_malformed']);
  expect(reading.report().rowsRead).toBe(2);
});

test('an accent takes two bytes of its column, or one character of it', async () => {
  const byCharacters = line({ given: 'JOSÉ' });
  const byBytes = byCharacters.replace('JOSÉ ', 'JOSÉ');
  const records = await collect(read(byCharacters + byBytes).batches);
  const identifiers = { givenName: 'JOSÉ', middleName: 'Q', surname: 'GUNN JR' };
  expect(records).toMatchObject([{ identifiers }, { identifiers, facts: { wage_cents: 336_600 } }]);
});

test('a file without lines is refused', async () => {
  await expect(collect(read('').batches)).rejects.toMatchObject({ code: 'file_empty' });
});
