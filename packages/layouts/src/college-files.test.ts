import type { SourceKind } from '@credlink/contracts';
import { expect, test } from 'vitest';
import type { LayoutReading } from './layout-record.ts';
import { READERS } from './readers.ts';
import { collect, inChunks, OPTIONS, outcomes, utf8 } from './test-chunks.ts';

function read(kind: SourceKind, text: string): LayoutReading {
  return READERS[kind].read(inChunks(utf8(text)), OPTIONS);
}

const NSC_HEADER =
  'Your Unique Identifier,First Name,Middle Initial,Last Name,Name Suffix,Requester Return Field,Record Found Y/N,Search Date,' +
  'College Code/Branch,College Name,College State,2-year / 4-year,Public / Private,Enrollment Begin,Enrollment End,Enrollment Status,' +
  'Class Level,Enrollment Major 1,Enrollment CIP 1,Enrollment Major 2,Enrollment CIP 2,Graduated?,Graduation Date,Degree Title,' +
  'Degree Major 1,Degree CIP 1,Degree Major 2,Degree CIP 2,Degree Major 3,Degree CIP 3,Degree Major 4,Degree CIP 4,College Sequence\n';

function nsc(columns: Readonly<Record<number, string>>): string {
  return `${Array.from({ length: 33 }, (_, index) => columns[index + 1] ?? '').join(',')}\n`;
}

const WHO = { 1: 'S7_', 2: 'ANN', 4: 'LEE', 6: 'S7', 8: '20251231' };
const COLLEGE = { ...WHO, 7: 'Y', 9: '009914-01', 11: 'NJ', 12: '4-year', 13: 'Public' };

test('a clearinghouse response yields spells and degrees, and no record where nothing was found', async () => {
  const reading = read(
    'clearinghouse',
    NSC_HEADER +
      nsc({ ...WHO, 7: 'N' }) +
      nsc({ ...COLLEGE, 14: '20220121', 15: '20220512', 16: 'F', 19: '110101', 22: 'N' }) +
      nsc({ ...COLLEGE, 13: 'Private', 22: 'Y', 23: '20230520', 26: '520201' }),
  );
  const place = { college_code: '009914-01', college_state: 'NJ', sector_years: 4 };
  const identifiers = { givenName: 'ANN', surname: 'LEE', reference: { issuer: 'college', value: 'S7' } };
  expect(await collect(reading.batches)).toMatchObject([
    {
      line: 3,
      recordRef: 'S7',
      identifiers,
      facts: {
        row_kind: 'spell',
        ...place,
        is_public: true,
        begin_date: '2022-01-21',
        end_date: '2022-05-12',
        status: 'F',
        cip6: '11.0101',
        graduation_date: null,
      },
    },
    {
      line: 4,
      identifiers,
      facts: {
        row_kind: 'degree',
        ...place,
        is_public: false,
        begin_date: null,
        end_date: null,
        status: null,
        cip6: '52.0201',
        graduation_date: '2023-05-20',
      },
    },
  ]);
  expect(reading.report()).toMatchObject({ rowsRead: 3, rowsAccepted: 2, rowsNothingFound: 1, rejected: {} });
});

test('a spell without its begin and a degree without its day are rejected', async () => {
  const reading = read(
    'clearinghouse',
    NSC_HEADER +
      nsc({ ...COLLEGE, 22: 'N' }) +
      nsc({ ...COLLEGE, 22: 'Y' }) +
      nsc({ ...COLLEGE, 14: '2022', 22: 'N' }) +
      nsc(WHO),
  );
  expect(await outcomes(reading)).toEqual([
    'date_missing',
    'date_missing',
    'date_unreadable',
    'row_malformed',
  ]);
});

test('a roster yields identifiers, the student number among them', async () => {
  const reading = read(
    'roster',
    'student_id,ssn,last_name,former_last_name,date_of_birth,personal_email,sex,race_ethnicity,first_term,placed_dev_math,ferpa_block\n' +
      'S1,532-97-7838,Lee,Ray,1984-10-08,a@example.com,Female,Hispanic or Latino,Fall 2017,Y,maybe\n,1,Lee,,,,,,,,\n',
  );
  const [record, rejected] = await collect(reading.batches);
  expect(record).toMatchObject({
    recordRef: 'S1',
    identifiers: {
      ssn: '532-97-7838',
      surname: 'Lee',
      formerSurname: 'Ray',
      email: 'a@example.com',
      sex: 'Female',
      reference: { issuer: 'college', value: 'S1' },
    },
    facts: {
      sex: 'F',
      race_ethnicity: 'Latino',
      first_term: '2017FA',
      placed_dev_math: true,
      placed_dev_english: null,
      ferpa_block: null,
    },
  });
  expect(rejected).toEqual({ line: 3, rejected: 'record_ref_missing' });
  expect(reading.report().blankedValues).toEqual({ ferpa_block: 1 });
});

test('enrolment, courses and awards are read with their codes mended', async () => {
  const enrollment = read(
    'enrollment',
    'student_id,opeid8,term,term_start,term_end,program_id,cip6,status,credits_attempted,credit_unit,level\n' +
      'S1,990100,2016SP,2016-01-13,2016-05-10,p-cyb,1.0601,Q,9.5,quarter,Associate\n',
  );
  expect(
    await outcomes(enrollment, 'opeid8', 'program_id', 'cip6', 'status', 'credits_attempted', 'level'),
  ).toEqual([['00990100', 'P-CYB', '01.0601', 'Q', 9.5, 'associate']]);
  const awards = read(
    'awards',
    'student_id,award_code,award_type,cip6,award_date\nS1,HSE,GED,110901,5/7/2024\nS1,X,Trophy,,2024-01-01\nS1,,HSE,,2024-01-01\n',
  );
  expect(await outcomes(awards, 'award_type', 'cip6', 'award_date')).toEqual([
    ['HSE', '11.0901', '2024-05-07'],
    'code_unknown',
    'credential_code_missing',
  ]);
});

test('a course is passed as the file says, else with C or better, or P', async () => {
  const rows = ['A,', 'C-,', 'P,', 'D+,', 'W,', 'F,Y', 'A,N', '?,'].map(
    (tail) => `S1,2016-01-13,2016-05-10,mat110,${tail}`,
  );
  const reading = read(
    'courses',
    `student_id,term_start,term_end,course_code,grade,passed\n${rows.join('\n')}\n`,
  );
  expect(await outcomes(reading, 'passed')).toEqual([
    [true],
    [true],
    [true],
    [false],
    [false],
    [true],
    [false],
    [null],
  ]);
});

test.each([
  ['2020-01-02,pre,ABE,1', ['2020-01-02', 'pre', 'ABE', 1]],
  ['2020-01-02,Post-test,TABE,6', ['2020-01-02', 'post', 'ABE', 6]],
  ['2020-01-02,pre,ABE,0', 'number_unreadable'],
  ['2020-01-02,pre,ABE,7', 'number_unreadable'],
  ['2020-01-02,mid,ABE,3', 'code_unknown'],
  [',pre,ABE,3', 'date_missing'],
])('the level test %s is read as %j', async (row, outcome) => {
  const reading = read('level_gains', `student_id,test_date,test_kind,instrument,nrs_level\nS1,${row}\n`);
  expect(await outcomes(reading, 'test_date', 'test_kind', 'instrument', 'nrs_level')).toEqual([outcome]);
});

test('a register carries identifiers and the day of its last change', async () => {
  const reading = read(
    'register',
    'resident_ref,ssn,last_name,record_updated\nR1,721074204,MOSS,2020-10-24\n',
  );
  expect(await collect(reading.batches)).toMatchObject([
    {
      recordRef: 'R1',
      identifiers: { ssn: '721074204', surname: 'MOSS' },
      facts: { record_updated: '2020-10-24' },
    },
  ]);
});

test('employers carry accounts to be keyed, and neither names nor EINs', async () => {
  const reading = read(
    'employers',
    'ui_account,unit,ein,name,naics6,ownership,state_fips,county_fips,multi_unit,successor_of,first_quarter,last_quarter\n' +
      '103215135,1,258373686,Eagle Outlet,522110,5,9,9001,Y,0101978078,2016Q1,2019q4\n,,,,,,34,,,,,\n1,,,,,,77,,,,,\n',
  );
  const [record, ...rest] = await collect(reading.batches);
  expect(record).toEqual({
    line: 2,
    recordRef: null,
    identifiers: {},
    facts: {
      naics6: '522110',
      ownership: 5,
      state_fips: '09',
      county_fips: '09001',
      is_multi_unit: true,
      first_quarter: 8064,
      last_quarter: 8079,
    },
    employer: { stateFips: '09', account: '0103215135', unit: '00001' },
    successorOf: { stateFips: '09', account: '0101978078', unit: null },
  });
  expect(rest).toEqual([
    { line: 3, rejected: 'employer_missing' },
    { line: 4, rejected: 'state_invalid' },
  ]);
});
