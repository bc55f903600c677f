/** A program of the simulated college. */
export type SampleProgram = {
  readonly id: string;
  readonly name: string;
  readonly cip6: string;
  readonly level: 'certificate' | 'associate' | 'noncredit';
  readonly tuition: number;
  readonly creditUnit: 'semester' | 'quarter';
  readonly awardCode: string;
  readonly awardType: 'Certificate' | 'AssociateDegree' | 'Completion';
  readonly courses: readonly string[];
  /** Terms to the award for those who stay. */
  readonly terms: number;
  /** The credential that completers often sit for, and the field of work it belongs to. */
  readonly leadsTo: string | null;
  readonly pathway: string | null;
};

export const PROGRAMS: readonly SampleProgram[] = [
  {
    id: 'P-HBR',
    name: 'Health Careers Bridge',
    cip6: '51.0000',
    level: 'noncredit',
    tuition: 0,
    creditUnit: 'semester',
    awardCode: 'BRG-HLT',
    awardType: 'Completion',
    courses: ['HLT050', 'ABE010'],
    terms: 1,
    leadsTo: 'WC-CNA',
    pathway: 'PW-HLT',
  },
  {
    id: 'P-MED',
    name: 'Medical Assistant Certificate',
    cip6: '51.0801',
    level: 'certificate',
    tuition: 4100,
    creditUnit: 'semester',
    awardCode: 'CERT-MED',
    awardType: 'Certificate',
    courses: ['HLT101', 'HLT110', 'HLT120', 'HLT130', 'HLT140', 'HLT150'],
    terms: 2,
    leadsTo: 'WC-CNA',
    pathway: 'PW-HLT',
  },
  {
    id: 'P-MCH',
    name: 'Machining Certificate',
    cip6: '48.0501',
    level: 'certificate',
    tuition: 3800,
    creditUnit: 'quarter',
    awardCode: 'CERT-MCH',
    awardType: 'Certificate',
    courses: ['MFG101', 'MFG110', 'MFG120', 'MFG130', 'MFG140', 'MFG150'],
    terms: 2,
    leadsTo: 'TC-CNC',
    pathway: 'PW-MFG',
  },
  {
    id: 'P-AMT',
    name: 'Advanced Manufacturing AAS',
    cip6: '15.0613',
    level: 'associate',
    tuition: 10600,
    creditUnit: 'semester',
    awardCode: 'DEG-AMT',
    awardType: 'AssociateDegree',
    courses: ['MFG101', 'MFG210', 'MFG220', 'MFG230', 'MFG240', 'MFG250', 'MFG260', 'MFG270'],
    terms: 4,
    leadsTo: 'TC-WLD',
    pathway: 'PW-MFG',
  },
  {
    id: 'P-NET',
    name: 'Network Support Certificate',
    cip6: '11.0901',
    level: 'certificate',
    tuition: 4000,
    creditUnit: 'semester',
    awardCode: 'CERT-NET',
    awardType: 'Certificate',
    courses: ['CIS101', 'CIS110', 'CIS120', 'CIS130', 'CIS140', 'CIS150'],
    terms: 2,
    leadsTo: 'NS-SUP',
    pathway: null,
  },
  {
    id: 'P-HRT',
    name: 'Horticulture Certificate',
    cip6: '01.0601',
    level: 'certificate',
    tuition: 2800,
    creditUnit: 'semester',
    awardCode: 'CERT-HRT',
    awardType: 'Certificate',
    courses: ['HRT101', 'HRT110', 'HRT120', 'HRT130'],
    terms: 2,
    leadsTo: null,
    pathway: null,
  },
  {
    id: 'P-LIB',
    name: 'Liberal Arts AA',
    cip6: '24.0101',
    level: 'associate',
    tuition: 9900,
    creditUnit: 'semester',
    awardCode: 'DEG-LIB',
    awardType: 'AssociateDegree',
    courses: ['LIT101', 'HUM101', 'SOC210', 'HIS210', 'PHI210', 'LIT220'],
    terms: 4,
    leadsTo: null,
    pathway: null,
  },
];

/** Pathways are made of the programs that name them, the courses of those and the credentials tagged here. */
export const PATHWAYS = [
  {
    id: 'PW-HLT',
    name: 'Health Care Career Pathway',
    sector: 'Health care',
    naics: ['621', '622', '623'],
    soc: ['31-1131', '31-9092', '29-2052'],
    entryCourses: ['HLT050', 'HLT101'],
    entryPrograms: ['P-HBR'],
    credentials: ['WC-CNA', 'WC-PHT'],
  },
  {
    id: 'PW-MFG',
    name: 'Advanced Manufacturing Career Pathway',
    sector: 'Manufacturing',
    naics: ['332', '333', '336'],
    soc: ['51-4041', '51-4121'],
    entryCourses: ['MFG101'],
    entryPrograms: ['P-MCH'],
    credentials: ['TC-CNC', 'TC-WLD'],
  },
] as const;

export const OPEID8 = '00880100';

export const DEVELOPMENTAL = { math: ['MAT080', 'MAT090'], english: ['ENG090'] } as const;
export const GATEWAY_COURSES = { math: 'MAT110', english: 'ENG101' } as const;
