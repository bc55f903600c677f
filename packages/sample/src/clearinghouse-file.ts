import { students } from './college-files.ts';
import { csvLine } from './csv-text.ts';
import { Random } from './random.ts';
import { recordIdentity } from './recorded-identity.ts';
import type { SimulatedState } from './simulated-life.ts';
import type { OtherCollegeSpell } from './simulated-schooling.ts';

/** The 33 columns of a StudentTracker detail response. */
const HEADER =
  'Your Unique Identifier,First Name,Middle Initial,Last Name,Name Suffix,Requester Return Field,Record Found Y/N,Search Date,' +
  'College Code/Branch,College Name,College State,2-year / 4-year,Public / Private,Enrollment Begin,Enrollment End,Enrollment Status,' +
  'Class Level,Enrollment Major 1,Enrollment CIP 1,Enrollment Major 2,Enrollment CIP 2,Graduated?,Graduation Date,Degree Title,' +
  'Degree Major 1,Degree CIP 1,Degree Major 2,Degree CIP 2,Degree Major 3,Degree CIP 3,Degree Major 4,Degree CIP 4,College Sequence\n';

const COLLEGES = [
  ['008811-00', 'CALDER STATE UNIVERSITY', 'CT', '4-year', 'Public'],
  ['008812-00', 'TARROW COMMUNITY COLLEGE', 'CT', '2-year', 'Public'],
  ['008813-00', 'FENWICK COLLEGE', 'RI', '4-year', 'Private'],
] as const;

const CIPS = ['110101', '520201', '513801', '240101'] as const;

export function* clearinghouseFile(state: SimulatedState): Generator<string> {
  yield HEADER;
  const searched = compact(state.window.lastDay);
  for (const { studentId, life, schooling } of students(state, 'clearinghouse')) {
    const random = new Random(`${state.options.seed}/clearinghouse/${studentId}`);
    const who = recordIdentity(random, life.person(), state.window.lastDay, 1);
    const asked = [
      `${studentId}_`,
      who.given.toUpperCase(),
      who.middle.slice(0, 1).toUpperCase(),
      who.surname.toUpperCase(),
      who.suffix.toUpperCase(),
      studentId,
    ];
    if (schooling.elsewhere.length === 0) yield csvLine([...asked, 'N', searched, ...blanks(25)]);
    for (const spell of schooling.elsewhere) {
      yield csvLine([...asked, 'Y', searched, ...spellColumns(random, spell)]);
      if (spell.graduated) yield csvLine([...asked, 'Y', searched, ...degreeColumns(random, spell)]);
    }
  }
}

function spellColumns(random: Random, spell: OtherCollegeSpell): readonly string[] {
  const status = random.pick(['F', 'F', 'F', 'H', 'Q', 'L', 'A', 'W']);
  const { start, end } = spell;
  return [
    ...collegeColumns(spell),
    compact(start),
    compact(end),
    status,
    random.pick(['F', 'S', 'J', '']),
    'GENERAL STUDIES',
    random.pick(CIPS),
    '',
    '',
    'N',
    ...blanks(10),
    '1',
  ];
}

function degreeColumns(random: Random, spell: OtherCollegeSpell): readonly string[] {
  return [
    ...collegeColumns(spell),
    ...blanks(8),
    'Y',
    compact(spell.end),
    'BACHELOR OF SCIENCE',
    'GENERAL STUDIES',
    random.pick(CIPS),
    ...blanks(6),
    '1',
  ];
}

function collegeColumns(spell: OtherCollegeSpell): readonly string[] {
  return COLLEGES[spell.college] ?? COLLEGES[0];
}

function blanks(count: number): readonly string[] {
  return Array.from({ length: count }, () => '');
}

/** `20190210`. */
function compact(iso: string): string {
  return iso.replaceAll('-', '');
}
