import {
  type CsvLayout,
  type Facts,
  identifierFields,
  optionalFact,
  RECORD,
  type RowOutcome,
  strictFact,
} from './csv-layout.ts';
import { Unfit, type ValueReader } from './fact-value.ts';
import { layoutField } from './layout-field.ts';
import { readCip, readCollegeCode } from './read-code.ts';
import { readPastDay, readPlannedDay } from './read-day.ts';
import { readStateCode } from './read-state.ts';
import { wordReader } from './read-word.ts';

/** "4-year" -> 4; "less than 2-year" counts as 2. */
const readSector: ValueReader<number> = (text) => {
  const digit = /\b([24])\s*-?\s*y/i.exec(text)?.[1];
  return digit === undefined ? new Unfit('code_unknown') : Number(digit);
};

const readControl = wordReader({
  Public: [],
  Private: ['private non profit', 'private for profit', 'proprietary'],
});

const readIsPublic: ValueReader<boolean> = (text, context) => {
  const control = readControl(text, context);
  return typeof control === 'string' ? control === 'Public' : control;
};

/** Read beside `cip6`, which a degree row leaves empty; no column of the contract. */
const DEGREE_CIP = 'degree_cip6';

/** Fields are named as the 33 columns of a StudentTracker detail response are. */
export const CLEARINGHOUSE: CsvLayout = {
  kind: 'clearinghouse',
  title: 'StudentTracker detail response of a clearinghouse',
  isOneRecordPerPerson: false,
  fields: [
    layoutField('requester_return_field', 'required', 'the student number of the college that asked'),
    layoutField('record_found_y_n', 'required', 'Y, or N where nothing was found: such rows are left out'),
    ...identifierFields('first_name', 'middle_name', 'last_name', 'suffix'),
    layoutField('college_code_branch', 'optional', 'NNNNNN-NN', ['college code']),
    layoutField('college_state', 'optional', 'postal code'),
    layoutField('2_year_4_year', 'optional', '2-year or 4-year', ['college sector']),
    layoutField('public_private', 'optional', 'Public or Private'),
    layoutField('enrollment_begin', 'required', 'YYYYMMDD'),
    layoutField('enrollment_end', 'optional', 'YYYYMMDD'),
    layoutField('enrollment_status', 'optional', 'F, Q, H, L, A, W or D'),
    layoutField('enrollment_cip_1', 'optional', 'CIP code without a point', ['enrollment cip']),
    layoutField('graduated', 'required', 'Y on rows that report a degree'),
    layoutField('graduation_date', 'required', 'YYYYMMDD'),
    layoutField('degree_cip_1', 'optional', 'CIP code without a point', ['degree cip']),
  ],
  recordRef: 'requester_return_field',
  reference: 'requester_return_field',
  facts: [
    optionalFact('row_kind', wordReader({ degree: ['y', 'yes'], spell: ['n', 'no'] }), 'graduated'),
    optionalFact('college_code', readCollegeCode, 'college_code_branch'),
    optionalFact('college_state', readStateCode),
    optionalFact('sector_years', readSector, '2_year_4_year'),
    optionalFact('is_public', readIsPublic, 'public_private'),
    strictFact('begin_date', readPlannedDay, 'enrollment_begin'),
    strictFact('end_date', readPlannedDay, 'enrollment_end'),
    optionalFact(
      'status',
      wordReader({ F: [], Q: [], H: [], L: [], A: [], W: [], D: [] }),
      'enrollment_status',
    ),
    optionalFact('cip6', readCip, 'enrollment_cip_1'),
    strictFact('graduation_date', readPastDay),
    optionalFact(DEGREE_CIP, readCip, 'degree_cip_1'),
  ],
  finish: finishRow,
};

function finishRow(facts: Facts, cell: (field: string) => string): RowOutcome {
  const found = cell('record_found_y_n').toUpperCase();
  if (found === 'N') return { outcome: 'nothing_found' };
  if (found !== 'Y') return { outcome: 'rejected', reason: 'row_malformed' };
  facts.row_kind ??= 'spell';
  const isDegree = facts.row_kind === 'degree';
  if (isDegree && facts.cip6 === null) facts.cip6 = facts[DEGREE_CIP] ?? null;
  delete facts[DEGREE_CIP];
  const date = isDegree ? facts.graduation_date : facts.begin_date;
  return date === null ? { outcome: 'rejected', reason: 'date_missing' } : RECORD;
}
