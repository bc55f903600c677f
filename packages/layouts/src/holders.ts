import { type CsvLayout, optionalFact, RECORD, requiredFact, strictFact } from './csv-layout.ts';
import { ALL_IDENTIFIER_FIELDS } from './identifier-fields.ts';
import { layoutField } from './layout-field.ts';
import { codeReader } from './read-code.ts';
import { readPastDay, readPlannedDay } from './read-day.ts';
import { wholeNumber } from './read-number.ts';
import { readStateCode } from './read-state.ts';
import { wordReader } from './read-word.ts';

const readAction = wordReader(
  {
    initial: [
      'new',
      'original',
      'first',
      'issued',
      'issue',
      'award',
      'awarded',
      'earned',
      'certified',
      'passed',
    ],
    renewal: ['renew', 'renewed', 'recertification', 'recertified', 'recert', 'maintenance'],
    upgrade: ['upgraded'],
    revoked: ['revocation', 'revoke', 'rescinded', 'withdrawn'],
  },
  'action_unknown',
);

const readRoute = wordReader({
  exam: ['examination', 'test'],
  program: ['programme', 'course', 'training', 'education'],
  reciprocity: ['endorsement', 'transfer'],
  other: [],
});

const REVOKED_STATUS = /^(revoked|rescinded|withdrawn|invalidated|annulled)$/i;

/** A certification body's holders: one row per award event, columns of its own (domain.md 6.3). */
export const HOLDERS: CsvLayout = {
  kind: 'holders',
  title: 'Holders of credentials, from a certification body',
  // A holder has a row per award, and may have two accounts under different particulars.
  isOneRecordPerPerson: false,
  fields: [
    layoutField('record_ref', 'optional', 'your own key of the row, for error reports; never sent', [
      'record id',
      'record number',
      'row id',
      'certificate number',
      'cert no',
      'certificate id',
      'award id',
      'id',
    ]),
    layoutField('candidate_number', 'optional', 'your own number of the person', [
      'candidate id',
      'member id',
      'member number',
      'person id',
      'customer id',
      'holder id',
    ]),
    ...ALL_IDENTIFIER_FIELDS,
    layoutField('credential_code', 'required', 'code of the credential, as in the catalogue', [
      'credential',
      'certification code',
      'certification',
      'cert code',
      'credential id',
      'cert',
      'certificate',
      'ctid',
    ]),
    layoutField('award_date', 'required', 'day the award took effect; a month alone counts as its last day', [
      'date awarded',
      'issue date',
      'date issued',
      'issued',
      'issued on',
      'certification date',
      'cert date',
      'date earned',
      'earned on',
      'awarded on',
      'effective date',
    ]),
    layoutField(
      'action',
      'optional',
      'initial, renewal, upgrade or revoked; initial where there is no column',
      ['award action', 'transaction', 'transaction type', 'event', 'award type'],
    ),
    layoutField('status', 'optional', 'only "revoked" is read from it', [
      'certification status',
      'cert status',
    ]),
    layoutField('expires_on', 'optional', 'day the credential runs out', [
      'expiration date',
      'expiry date',
      'expires',
      'expiration',
      'expiry',
      'valid until',
      'valid to',
    ]),
    layoutField('exam_date', 'optional', 'day of the exam', ['date of exam', 'test date', 'exam taken']),
    layoutField('attempt_no', 'optional', 'number of the attempt', ['attempt', 'attempt number', 'attempts']),
    layoutField('route', 'optional', 'exam, program, reciprocity or other', ['pathway', 'eligibility route']),
    layoutField('assessment_state', 'optional', 'state the assessment was taken in', [
      'exam state',
      'test state',
    ]),
  ],
  recordRef: 'record_ref',
  reference: 'candidate_number',
  facts: [
    requiredFact('credential_code', codeReader('credential_code_unknown'), 'credential_code_missing'),
    requiredFact('award_date', readPastDay, 'date_missing'),
    strictFact('action', readAction),
    optionalFact('expires_on', readPlannedDay),
    optionalFact('exam_date', readPastDay),
    optionalFact('attempt_no', wholeNumber(1, 99)),
    optionalFact('route', readRoute),
    optionalFact('assessment_state', readStateCode),
  ],
  finish: (facts, cell) => {
    facts.action ??= 'initial';
    if (REVOKED_STATUS.test(cell('status'))) facts.action = 'revoked';
    return RECORD;
  },
};
