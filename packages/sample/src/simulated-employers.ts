import { scramble } from './permutation.ts';
import { Random } from './random.ts';
import type { SampleOptions, SampleWindow } from './sample-options.ts';
import type { FieldOfWork } from './simulated-person.ts';

export type Sector = {
  readonly naics: string;
  readonly soc: string;
  /** Factor on pay. */
  readonly pay: number;
  /** Employers per thousand. */
  readonly weight: number;
  readonly field: FieldOfWork;
};

export const SECTORS: readonly Sector[] = [
  { naics: '332710', soc: '514041', pay: 1.15, weight: 70, field: 'trade' },
  { naics: '336390', soc: '514121', pay: 1.2, weight: 50, field: 'trade' },
  { naics: '238220', soc: '499021', pay: 1.15, weight: 90, field: 'trade' },
  { naics: '541512', soc: '151212', pay: 1.35, weight: 80, field: 'computing' },
  { naics: '518210', soc: '151232', pay: 1.3, weight: 40, field: 'computing' },
  { naics: '621111', soc: '319092', pay: 1, weight: 80, field: 'health' },
  { naics: '622110', soc: '311131', pay: 1.1, weight: 40, field: 'health' },
  { naics: '623110', soc: '311131', pay: 0.9, weight: 60, field: 'health' },
  { naics: '456110', soc: '292052', pay: 0.9, weight: 50, field: 'health' },
  { naics: '445110', soc: '412011', pay: 0.7, weight: 110, field: 'other' },
  { naics: '722511', soc: '353031', pay: 0.6, weight: 140, field: 'other' },
  { naics: '561320', soc: '537062', pay: 0.75, weight: 40, field: 'other' },
  { naics: '611110', soc: '259045', pay: 0.95, weight: 50, field: 'other' },
  { naics: '484110', soc: '533032', pay: 1.05, weight: 100, field: 'other' },
];

export type SimulatedEmployer = {
  readonly account: string;
  /** The account after a takeover, from `takenOverFrom` on. */
  readonly successor: { readonly account: string; readonly from: number } | null;
  readonly ein: string;
  readonly name: string;
  readonly sector: Sector;
  readonly ownership: 3 | 5;
  readonly stateFips: string;
  readonly countyFips: string;
  /** Reporting units; several are numbered from 00001. */
  readonly units: readonly string[];
  /** From this quarter on the industry is given as unclassified. */
  readonly unclassifiedFrom: number | null;
  readonly reportsOccupation: boolean;
  /** Whether the preliminary last quarter has its report. */
  readonly isEarlyReporter: boolean;
};

export type EmployerDirectory = {
  readonly employers: readonly SimulatedEmployer[];
  /** Employers by sector, largest first. */
  draw(random: Random, sector: Sector): number;
};

export const HOME_STATE = { fips: '09', postal: 'CT', counties: ['09001', '09003', '09009'] } as const;
/** The neighbour whose wage files join later. */
export const BORDER_STATE = { fips: '44', postal: 'RI', counties: ['44007'] } as const;

const FIRM_STARTS = [
  'Anchor',
  'Beacon',
  'Cobalt',
  'Delta',
  'Emberly',
  'Foxglove',
  'Granite',
  'Harrow',
  'Ironwood',
  'Juniper',
];
const FIRM_ENDS = ['Works', 'Services', 'Group', 'Partners', 'Supply', 'Company', 'Systems', 'Holdings'];

export function simulateEmployers(options: SampleOptions, window: SampleWindow): EmployerDirectory {
  const count = Math.max(60, Math.round(options.persons / 14));
  const employers = Array.from({ length: count }, (_, index) =>
    simulateEmployer(options, window, index, count),
  );
  const bySector = new Map(
    SECTORS.map((sector) => [
      sector,
      employers.flatMap((employer, index) => (employer.sector === sector ? [index] : [])),
    ]),
  );
  return {
    employers,
    draw: (random, sector) => {
      const list = bySector.get(sector) ?? [];
      return list.length === 0 ? random.below(count) : random.frontOf(list);
    },
  };
}

function simulateEmployer(
  options: SampleOptions,
  window: SampleWindow,
  index: number,
  count: number,
): SimulatedEmployer {
  const random = new Random(`${options.seed}/employer/${index}`);
  // The first employer of each sector is there in every sample, however small.
  const sector = SECTORS[index] ?? drawSector(random);
  const isBorder = index >= SECTORS.length && random.chance(0.06);
  const state = isBorder ? BORDER_STATE : HOME_STATE;
  const span = window.lastQuarter - window.firstQuarter;
  const isTakenOver = index >= SECTORS.length && index < SECTORS.length + 3;
  const isMultiUnit = random.chance(0.1);
  return {
    account: accountOf(index, count),
    successor: isTakenOver
      ? {
          account: accountOf(index + count, count),
          from: window.firstQuarter + Math.floor(span * random.next()) + 1,
        }
      : null,
    ein: `9${String(scramble(index, 99_999_989, 7)).padStart(8, '0')}`,
    name: `${random.pick(FIRM_STARTS)} ${random.pick(FIRM_ENDS)} ${index + 1}`,
    sector,
    ownership: sector.naics.startsWith('611') ? 3 : 5,
    stateFips: state.fips,
    countyFips: random.pick(state.counties),
    units: isMultiUnit ? ['00001', '00002', '00003'].slice(0, random.between(2, 3)) : ['00000'],
    unclassifiedFrom: !isTakenOver && random.chance(0.01) ? window.firstQuarter + (span >> 1) : null,
    reportsOccupation: random.chance(0.15),
    isEarlyReporter: random.chance(0.65),
  };
}

function drawSector(random: Random): Sector {
  let place = random.next() * SECTORS.reduce((sum, sector) => sum + sector.weight, 0);
  for (const sector of SECTORS) {
    place -= sector.weight;
    if (place < 0) return sector;
  }
  throw new RangeError('the weights of the sectors do not add up');
}

/** Ten digits, the first of them 0: accounts that spreadsheets shorten. */
function accountOf(index: number, count: number): string {
  return `0${String(100_000_000 + scramble(index, 899_999_981, count)).padStart(9, '0')}`;
}

/** The account a line of that quarter carries. */
export function accountIn(employer: SimulatedEmployer, quarter: number): string {
  const { successor } = employer;
  return successor !== null && quarter >= successor.from ? successor.account : employer.account;
}
