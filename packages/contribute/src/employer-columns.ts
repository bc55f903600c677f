import type { AcceptedRecord, EmployerAccount } from '@credlink/layouts';
import { createEmployerTokeniser } from '@credlink/tokens';

/** Accounts remembered before the memory is emptied: a state has fewer. */
const MOST_REMEMBERED = 500_000;

export type EmployerColumns = {
  /** The token of a UUID column of the fact contract; null where the row names no such employer. */
  tokenOf(column: string, record: AcceptedRecord): Uint8Array | null;
};

/** Keys employer accounts, each one once: a wage file repeats an account on every line of its payroll. */
export function employerColumns(exchangeKey: Uint8Array, keyEpoch: number): EmployerColumns {
  const tokeniser = createEmployerTokeniser(exchangeKey, keyEpoch);
  const remembered = new Map<string, Uint8Array>();
  const once = (name: string, make: () => Uint8Array): Uint8Array => {
    const known = remembered.get(name);
    if (known !== undefined) return known;
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    const token = make();
    remembered.set(name, token);
    return token;
  };
  const account = ({ stateFips, account }: EmployerAccount): Uint8Array =>
    once(`${stateFips}/${account}`, () => tokeniser.employer(stateFips, account));
  const unit = ({ stateFips, account, unit }: EmployerAccount): Uint8Array =>
    once(`${stateFips}/${account}/${unit ?? ''}`, () =>
      tokeniser.employerUnit(stateFips, account, unit ?? ''),
    );

  return {
    tokenOf(column, { employer, successorOf }) {
      if (column === 'employer') return employer === null ? null : account(employer);
      if (column === 'employer_unit') return employer === null ? null : unit(employer);
      return successorOf === null ? null : account(successorOf);
    },
  };
}
