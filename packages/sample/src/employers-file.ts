import { quarterLabel } from '@credlink/contracts';
import { csvLine, yesNo } from './csv-text.ts';
import type { SimulatedEmployer } from './simulated-employers.ts';
import type { SimulatedState } from './simulated-life.ts';

const UNCLASSIFIED = '999990';

export function* employersFile(state: SimulatedState): Generator<string> {
  yield 'ui_account,unit,ein,name,naics6,ownership,state_fips,county_fips,multi_unit,successor_of,first_quarter,last_quarter\n';
  const { firstQuarter } = state.window;
  for (const employer of state.directory.employers) {
    for (const unit of employer.units) {
      const { successor, unclassifiedFrom, account } = employer;
      const changes = successor?.from ?? unclassifiedFrom;
      yield row(
        employer,
        account,
        unit,
        employer.sector.naics,
        '',
        firstQuarter,
        changes === null ? null : changes - 1,
      );
      if (successor !== null) {
        yield row(employer, successor.account, unit, employer.sector.naics, account, successor.from, null);
      } else if (unclassifiedFrom !== null) {
        yield row(employer, account, unit, UNCLASSIFIED, '', unclassifiedFrom, null);
      }
    }
  }
}

function row(
  employer: SimulatedEmployer,
  account: string,
  unit: string,
  naics: string,
  successorOf: string,
  first: number,
  last: number | null,
): string {
  return csvLine([
    account,
    unit,
    employer.ein,
    employer.name,
    naics,
    employer.ownership,
    employer.stateFips,
    employer.countyFips,
    yesNo(employer.units.length > 1),
    successorOf,
    quarterLabel(first),
    last === null ? '' : quarterLabel(last),
  ]);
}
