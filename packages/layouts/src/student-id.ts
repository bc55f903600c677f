import { layoutField } from './layout-field.ts';

/** The key of every file of a college; it bridges its files to its roster. */
export const STUDENT_ID = layoutField('student_id', 'required', 'the student number, as in the roster', [
  'student number',
  'student no',
  'sid',
  'student key',
  'student',
]);
