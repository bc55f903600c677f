import { Unfit, type ValueReader } from './fact-value.ts';

/** Postal codes and FIPS numbers of states, the District of Columbia and the territories (ANSI INCITS 38). */
const STATES =
  'AL01 AK02 AZ04 AR05 CA06 CO08 CT09 DE10 DC11 FL12 GA13 HI15 ID16 IL17 IN18 IA19 KS20 KY21 LA22 ME23 MD24 MA25 MI26 ' +
  'MN27 MS28 MO29 MT30 NE31 NV32 NH33 NJ34 NM35 NY36 NC37 ND38 OH39 OK40 OR41 PA42 RI44 SC45 SD46 TN47 TX48 UT49 VT50 ' +
  'VA51 WA53 WV54 WI55 WY56 AS60 GU66 MP69 PR72 VI78';

const POSTAL_CODES: ReadonlySet<string> = new Set(STATES.split(' ').map((state) => state.slice(0, 2)));
const FIPS_NUMBERS: ReadonlySet<string> = new Set(STATES.split(' ').map((state) => state.slice(2)));

export function isStateFips(text: string): boolean {
  return FIPS_NUMBERS.has(text);
}

/** Postal code of a state, as the fact contracts hold it. */
export const readStateCode: ValueReader<string> = (text) => {
  const code = text.toUpperCase();
  return POSTAL_CODES.has(code) ? code : new Unfit('state_invalid');
};

/** FIPS number of a state, two digits; a lost leading zero is put back. */
export const readStateFips: ValueReader<string> = (text) => {
  const fips = text.padStart(2, '0');
  return isStateFips(fips) ? fips : new Unfit('state_invalid');
};
