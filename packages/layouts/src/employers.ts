import {
  type CsvLayout,
  type Facts,
  optionalFact,
  type RowOutcome,
  requiredFact,
  strictFact,
} from './csv-layout.ts';
import { normaliseAccount, normaliseUnit } from './employer-account.ts';
import { layoutField } from './layout-field.ts';
import { paddedDigits } from './read-code.ts';
import { wholeNumber } from './read-number.ts';
import { readQuarter } from './read-quarter.ts';
import { readStateFips } from './read-state.ts';
import { readYesNo } from './read-word.ts';

/** A state's reporting units with their industries. Names and EINs are not read. */
export const EMPLOYERS: CsvLayout = {
  kind: 'employers',
  title: 'Employers of a state: reporting units with industry and place',
  isOneRecordPerPerson: false,
  fields: [
    layoutField('ui_account', 'required', 'UI account, ten digits; keyed before it is sent', [
      'account',
      'uiacct',
      'sein',
    ]),
    layoutField('unit', 'optional', 'reporting unit, five digits', ['reporting unit', 'seinunit', 'run']),
    layoutField('state_fips', 'required', 'state of the account, two digits', ['state', 'fips state']),
    layoutField('naics6', 'optional', 'NAICS code, six digits', ['naics', 'naics code']),
    layoutField('ownership', 'optional', '1 to 5', ['ownership code', 'own code']),
    layoutField('county_fips', 'optional', 'state and county, five digits', ['county']),
    layoutField('multi_unit', 'optional', 'Y or N', ['is multi unit', 'multi']),
    layoutField('successor_of', 'optional', 'UI account taken over', ['predecessor', 'predecessor account']),
    layoutField('first_quarter', 'optional', 'such as 2019Q1', ['start quarter']),
    layoutField('last_quarter', 'optional', 'blank: still there', ['end quarter']),
  ],
  recordRef: null,
  reference: null,
  facts: [
    optionalFact('naics6', paddedDigits(6, 6)),
    optionalFact('ownership', wholeNumber(0, 9)),
    requiredFact('state_fips', readStateFips, 'state_invalid'),
    optionalFact('county_fips', paddedDigits(5, 4)),
    optionalFact('is_multi_unit', readYesNo, 'multi_unit'),
    strictFact('first_quarter', readQuarter),
    strictFact('last_quarter', readQuarter),
  ],
  finish: finishRow,
};

function finishRow(facts: Facts, cell: (field: string) => string): RowOutcome {
  const account = normaliseAccount(cell('ui_account'));
  const stateFips = facts.state_fips;
  if (account === null || typeof stateFips !== 'string')
    return { outcome: 'rejected', reason: 'employer_missing' };
  const predecessor = normaliseAccount(cell('successor_of'));
  return {
    outcome: 'record',
    employer: { stateFips, account, unit: normaliseUnit(cell('unit')) },
    successorOf: predecessor === null ? null : { stateFips, account: predecessor, unit: null },
  };
}
