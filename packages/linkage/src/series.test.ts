import { PACKS, type PackName } from '@credlink/tokens';
import { expect, test } from 'vitest';
import { type LinkSource, orderSources } from './link-source.ts';
import { pairTypesOf } from './series.ts';

const source = (pack: PackName): LinkSource => ({
  uploadId: pack,
  sourceDigest: pack,
  relation: pack,
  series: pack,
  organisation: pack,
  isUnderOthersReferences: false,
  pack: PACKS[pack],
  isOneRecordPerPerson: false,
  subjects: 10,
  chanceAgreement: {},
  attributePresence: {},
});

test('two files agree at no level that only one of them has tokens of', () => {
  const ordered = orderSources([source('register'), source('wage')]);
  const nodes = new Map([
    [0, 10],
    [1, 10],
  ]);
  const across = pairTypesOf(nodes, [], ordered).find(({ left, right }) => left !== right);
  expect(across?.meetsBySsnOnly).toBe(true);
  expect(across?.levels.has('middle.initial')).toBe(true);
  // A wage line has an initial only: were whole middle names thought to be seen, half of the initials that agree by
  // chance would be expected to show as whole names, and the rest would speak twice as loud for one person.
  expect(across?.levels.has('middle.exact')).toBe(false);
});
