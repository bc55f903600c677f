import { INVALID, PLACEHOLDER, type Reading, readRaw, valid } from './reading.ts';

const WORDS: ReadonlyMap<string, 'F' | 'M' | 'X'> = new Map([
  ['F', 'F'],
  ['FEMALE', 'F'],
  ['FEM', 'F'],
  ['W', 'F'],
  ['WOMAN', 'F'],
  ['M', 'M'],
  ['MALE', 'M'],
  ['MAN', 'M'],
  ['X', 'X'],
  ['NB', 'X'],
  ['NONBINARY', 'X'],
  ['OTHER', 'X'],
  ['O', 'X'],
  ['D', 'X'],
]);

const NOT_STATED: ReadonlySet<string> = new Set(
  'U UNK UNKNOWN N NA NONE NULL NOTSTATED NOTREPORTED NOTAVAILABLE DECLINED REFUSED 0 9 99 NR'.split(' '),
);

/** F, M or X. Number codes are invalid: which number means which sex differs between systems. */
export function readSex(rawValue: string | undefined): Reading<'F' | 'M' | 'X'> {
  const raw = readRaw(rawValue);
  if (raw.state !== 'valid') return raw;
  const word = raw.value.toUpperCase().replace(/[^A-Z0-9]/g, '');
  const sex = WORDS.get(word);
  if (sex !== undefined) return valid(sex);
  return NOT_STATED.has(word) ? PLACEHOLDER : INVALID;
}
