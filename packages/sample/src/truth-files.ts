import { csvLine } from './csv-text.ts';
import { holderRows } from './holder-rows.ts';
import { BODIES, CREDENTIALS } from './sample-credentials.ts';
import type { SimulatedState } from './simulated-life.ts';
import { personIdOf } from './simulated-person.ts';
import { wageEntries, wageFileName } from './wage-lines.ts';

export function* personsTruth(state: SimulatedState): Generator<string> {
  yield 'person_id,sex,birth_date,race_ethnicity\n';
  for (const life of state.lives('persons')) {
    const person = life.person();
    yield csvLine([person.personId, person.sex === 'F' ? 'Female' : 'Male', person.birthDay, person.race]);
  }
}

export function* holdersTruth(state: SimulatedState): Generator<string> {
  yield 'body,record_ref,person_id,kind,code,date,action\n';
  for (const body of BODIES) {
    for (const row of holderRows(state, body)) {
      yield csvLine([body.code, row.recordRef, row.personId, row.kind, row.code, row.day, row.action]);
    }
  }
}

export function* wagesTruth(state: SimulatedState): Generator<string> {
  yield 'file,line,person_id,kind\n';
  for (let quarter = state.window.firstQuarter; quarter <= state.window.lastQuarter; quarter++) {
    const file = wageFileName(quarter);
    let number = 0;
    for (const { life, pay } of wageEntries(state, quarter)) {
      number += 1;
      yield csvLine([file, number, personIdOf(life.index), pay.kind]);
    }
  }
}

/** What was planted into the wages; see `simulated-career.ts` for the formula. */
export function effectsDocument(state: SimulatedState): Readonly<Record<string, unknown>> {
  return {
    base_year: Number(state.window.lastDay.slice(0, 4)),
    unit: 'dollars per quarter in base-year prices',
    credentials: Object.fromEntries(
      CREDENTIALS.map((credential) => [
        credential.code,
        {
          planted_dollars_per_employed_quarter_base_year: credential.effectDollars,
          ramp_quarters: credential.rampQuarters,
          award_dip_share: credential.dipShare,
          cost_usd: credential.costs.reduce((sum, cost) => sum + cost.amount, 0),
        },
      ]),
    ),
  };
}
