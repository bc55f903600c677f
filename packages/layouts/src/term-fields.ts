import { type LayoutField, layoutField } from './layout-field.ts';
import { wordReader } from './read-word.ts';

export const TERM_FIELDS: readonly LayoutField[] = [
  layoutField('term', 'optional', 'such as 2019FA', ['term code', 'semester', 'session']),
  layoutField('term_start', 'required', 'first day of the term', ['term begin', 'start date', 'begin date']),
  layoutField('term_end', 'required', 'last day of the term', ['term finish', 'end date']),
];

export const CREDIT_UNIT = layoutField('credit_unit', 'optional', 'semester or quarter', [
  'credit type',
  'unit',
]);

export const readCreditUnit = wordReader({ semester: ['sem', 's'], quarter: ['qtr', 'q'] });
