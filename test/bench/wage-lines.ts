import { Random } from '../../packages/sample/src/random.ts';
import { recordOf } from './bench-persons.ts';

const EMPLOYERS = 40_000;
/** Share of the lines with a slip in the surname: each makes a subject of its own. */
const MISSPELT = 0.01;
const FIRST_YEAR = 2022;

/** Persons of one block of lines. */
const PERSONS_AT_ONCE = 2000;

/** One line in LEHD order: 96 characters and a line end. */
function wageLine(
  ssn: string,
  first: string,
  last: string,
  account: number,
  quarter: string,
  wages: number,
): string {
  return [
    ssn,
    first.slice(0, 15).padEnd(15),
    ' ',
    last.slice(0, 20).padEnd(20),
    '34',
    String(account).padStart(10, '0'),
    '00001',
    ' '.repeat(9),
    quarter,
    String(wages).padStart(10, '0'),
    ' '.repeat(10),
    '\n',
  ].join('');
}

/** The lines of a wage file of invented persons, quarter by quarter, in blocks. Same arguments, same bytes. */
export function* wageLines(persons: number, quarters: number): Generator<string> {
  for (let quarter = 0; quarter < quarters; quarter += 1) {
    const text = `${FIRST_YEAR + Math.floor(quarter / 4)}${1 + (quarter % 4)}`;
    for (let from = 0; from < persons; from += PERSONS_AT_ONCE) {
      const length = Math.min(PERSONS_AT_ONCE, persons - from);
      yield Array.from({ length }, (_, index) => {
        const {
          ssn = '',
          givenName = '',
          surname = '',
        } = recordOf(from + index, { file: 'wages', ssnShare: 1 });
        const random = new Random(`wage/${quarter}/${from + index}`);
        const last = random.chance(MISSPELT) ? `${surname}x` : surname;
        return wageLine(ssn, givenName, last, 1 + random.below(EMPLOYERS), text, random.between(500, 30_000));
      }).join('');
    }
  }
}
