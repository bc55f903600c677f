/** One credential of the simulated state, with the effect that is planted into its holders' wages. */
export type SampleCredential = {
  readonly code: string;
  readonly name: string;
  readonly type: string;
  readonly level: number;
  readonly body: string;
  readonly renewalMonths: number | null;
  /** Dollars of the base year: exam, material, tuition. */
  readonly costs: readonly { readonly type: string; readonly amount: number }[];
  readonly soc: readonly string[];
  readonly naics: readonly string[];
  readonly preparesFor: readonly string[];
  /** Share of the people drawn to the body's field who try for it. */
  readonly share: number;
  /** Dollars of the base year added to the main job in each quarter after the award, once the ramp is over. */
  readonly effectDollars: number;
  readonly rampQuarters: number;
  /** Share of the pay lost in the quarter of the award. */
  readonly dipShare: number;
};

export type SampleBody = {
  readonly code: string;
  readonly name: string;
  readonly prefix: string;
  /** Years after the window's start in which its files begin. */
  readonly startsAfterYears: number;
  /** How careless its records are: a factor on all error rates. */
  readonly carelessness: number;
};

export const BODIES: readonly SampleBody[] = [
  {
    code: 'tradecraft-board',
    name: 'Tradecraft Certification Board',
    prefix: 'TC',
    startsAfterYears: 0,
    carelessness: 1,
  },
  {
    code: 'netskill-alliance',
    name: 'Netskill Alliance',
    prefix: 'NS',
    startsAfterYears: 1,
    carelessness: 1.5,
  },
  {
    code: 'wellcare-council',
    name: 'Wellcare Credentialing Council',
    prefix: 'WC',
    startsAfterYears: 0,
    carelessness: 1.2,
  },
];

const WORKS_IN = {
  metal: ['332', '333', '336'],
  building: ['238'],
  computing: ['5415', '5182'],
  health: ['621', '622', '623'],
  pharmacy: ['456', '622'],
};

function cost(exam: number, material: number, tuition: number): SampleCredential['costs'] {
  return [
    { type: 'StandaloneAssessment', amount: exam },
    { type: 'LearningResource', amount: material },
    { type: 'Tuition', amount: tuition },
  ];
}

export const CREDENTIALS: readonly SampleCredential[] = [
  {
    code: 'TC-WLD',
    name: 'Structural Welder',
    type: 'Certification',
    level: 2,
    body: 'tradecraft-board',
    renewalMonths: 24,
    costs: cost(350, 180, 3200),
    soc: ['51-4121'],
    naics: WORKS_IN.metal,
    preparesFor: [],
    share: 0.34,
    effectDollars: 1300,
    rampQuarters: 4,
    dipShare: 0.1,
  },
  {
    code: 'TC-HVC',
    name: 'Heating and Cooling Technician',
    type: 'Certification',
    level: 3,
    body: 'tradecraft-board',
    renewalMonths: 36,
    costs: cost(280, 220, 4100),
    soc: ['49-9021'],
    naics: WORKS_IN.building,
    preparesFor: [],
    share: 0.32,
    effectDollars: 1700,
    rampQuarters: 4,
    dipShare: 0.12,
  },
  {
    code: 'TC-CNC',
    name: 'CNC Machining Operator',
    type: 'Certification',
    level: 2,
    body: 'tradecraft-board',
    renewalMonths: null,
    costs: cost(420, 150, 2300),
    soc: ['51-4041'],
    naics: WORKS_IN.metal,
    preparesFor: [],
    share: 0.3,
    effectDollars: 900,
    rampQuarters: 3,
    dipShare: 0.08,
  },
  {
    code: 'TC-RGR',
    name: 'Heavy Rigger',
    type: 'Certification',
    level: 3,
    body: 'tradecraft-board',
    renewalMonths: 60,
    costs: cost(600, 100, 900),
    soc: ['49-9096'],
    naics: WORKS_IN.building,
    preparesFor: [],
    share: 0.018,
    effectDollars: 0,
    rampQuarters: 1,
    dipShare: 0,
  },
  {
    code: 'NS-SUP',
    name: 'Computer Support Technician',
    type: 'Certification',
    level: 2,
    body: 'netskill-alliance',
    renewalMonths: 36,
    costs: cost(240, 120, 1800),
    soc: ['15-1232'],
    naics: WORKS_IN.computing,
    preparesFor: ['NS-SEC'],
    share: 0.55,
    effectDollars: 0,
    rampQuarters: 1,
    dipShare: 0.05,
  },
  {
    code: 'NS-SEC',
    name: 'Security Analyst',
    type: 'Certification',
    level: 4,
    body: 'netskill-alliance',
    renewalMonths: 36,
    costs: cost(390, 260, 3600),
    soc: ['15-1212'],
    naics: WORKS_IN.computing,
    preparesFor: [],
    share: 0.4,
    effectDollars: 2000,
    rampQuarters: 4,
    dipShare: 0.1,
  },
  {
    code: 'WC-CNA',
    name: 'Certified Nursing Assistant',
    type: 'License',
    level: 1,
    body: 'wellcare-council',
    renewalMonths: 24,
    costs: cost(110, 60, 1100),
    soc: ['31-1131'],
    naics: WORKS_IN.health,
    preparesFor: ['WC-PHT'],
    share: 0.55,
    effectDollars: 450,
    rampQuarters: 2,
    dipShare: 0.1,
  },
  {
    code: 'WC-PHT',
    name: 'Pharmacy Technician',
    type: 'Certification',
    level: 2,
    body: 'wellcare-council',
    renewalMonths: 24,
    costs: cost(130, 140, 1500),
    soc: ['29-2052'],
    naics: WORKS_IN.pharmacy,
    preparesFor: [],
    share: 0.38,
    effectDollars: 700,
    rampQuarters: 3,
    dipShare: 0.06,
  },
  {
    code: 'WC-EKG',
    name: 'EKG Technician',
    type: 'Certification',
    level: 2,
    body: 'wellcare-council',
    renewalMonths: null,
    costs: cost(150, 90, 700),
    soc: ['29-2031'],
    naics: WORKS_IN.health,
    preparesFor: [],
    share: 0.008,
    effectDollars: 0,
    rampQuarters: 1,
    dipShare: 0,
  },
];

/** The code that TC-CNC had in the first year of the window; rows of that year still carry it. */
export const OLD_CODE = { code: 'TC-MAC', successor: 'TC-CNC' } as const;

/** A batch of invented holders around the few real ones of one credential: they link to nobody. */
export const FABRICATED = { code: 'WC-EKG', rows: 12 } as const;
