import { anchorsOf, outcomesOf, SCORED } from '@credlink/linkage';
import { linkUploads } from '@credlink/linker';
import {
  type Identifiers,
  IMPLIED_LEVELS,
  isKnownLevel,
  type KnownLevel,
  LEVELS,
  levelValues,
  normaliseIdentifiers,
  PACKS,
  type RawIdentifiers,
  type RuleRole,
} from '@credlink/tokens';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { contribute, subjectIdOf, type TownFile, withEngine } from './small-town.ts';

const DIFFERS = 15;
const MISSING = 0;

/** Shares of a composite, level by level, straight from the values: no tokens, no SQL. */
function shares(levels: readonly KnownLevel[], left: Identifiers, right: Identifiers): boolean {
  return levels.every((level) => {
    const values = new Set(levelValues(level, left, left.ssn));
    return levelValues(level, right, right.ssn).some((value) => values.has(value));
  });
}

function emits(levels: readonly KnownLevel[], record: Identifiers): boolean {
  return levels.every((level) => levelValues(level, record, record.ssn).length > 0);
}

function attributeOf(level: KnownLevel): string {
  return level.split('.')[0] ?? '';
}

/** What a pattern must say of two records, by a nested loop over the rules. */
function expectedOutcomes(left: Identifiers, right: Identifiers): Readonly<Record<string, number>> | null {
  const rules = PACKS.register.rules.map(({ levels }) => levels.filter(isKnownLevel));
  const sharedBy = (role: RuleRole) =>
    PACKS.register.rules
      .filter((rule) => rule.role === role)
      .map(({ levels }) => levels.filter(isKnownLevel))
      .filter((levels) => shares(levels, left, right));
  const agreed = new Set(sharedBy('candidate').flat());
  if (agreed.size === 0) return null;
  const told = new Set([...agreed].flatMap((level) => [level, ...(IMPLIED_LEVELS[level] ?? [])]));
  for (const levels of sharedBy('evidence')) {
    if (anchorsOf(levels).some((level) => told.has(level))) for (const level of levels) agreed.add(level);
  }
  for (const level of [...agreed]) for (const implied of IMPLIED_LEVELS[level] ?? []) agreed.add(implied);
  const ownPlaces = (['given.root', 'given.soundex', 'surname.soundex'] as const).some((level) =>
    agreed.has(level),
  );
  const isOfEither = (level: KnownLevel) => level === 'surname.either' || level === 'surname.eitherSound';
  const counts = (level: KnownLevel) => agreed.has(level) && (!isOfEither(level) || !ownPlaces);
  const changedPlaces =
    agreed.has('surname.unordered') || counts('surname.either') || counts('surname.eitherSound');
  return Object.fromEntries(
    SCORED.map((attribute) => {
      const levels: readonly KnownLevel[] = LEVELS[attribute];
      const used = new Set(rules.flat());
      const best = levels.findIndex((level) => used.has(level) && counts(level));
      if (best >= 0) return [attribute, best + 1];
      const isSeen = PACKS.register.rules.some((rule) => {
        const levels = rule.levels.filter(isKnownLevel);
        const others = levels.filter((level) => attributeOf(level) !== attribute);
        const anchors = rule.role === 'evidence' ? anchorsOf(levels) : levels;
        const isLookedAt =
          attribute !== 'middle' || rule.role === 'candidate' || anchors.some((level) => told.has(level));
        return (
          isLookedAt &&
          anchors.some((level) => others.includes(level)) &&
          others.length < levels.length &&
          others.length > 0 &&
          emits(levels, left) &&
          emits(levels, right) &&
          others.every((level) => agreed.has(level))
        );
      });
      return [attribute, isSeen && !(attribute === 'given' && changedPlaces) ? DIFFERS : MISSING];
    }),
  );
}

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 4 });
const record = fc
  .record({
    givenName: maybe(fc.constantFrom('Bill', 'William', 'Willem', 'Anna', 'Ana', 'Smith')),
    middleName: maybe(fc.constantFrom('J', 'James', 'K')),
    surname: maybe(fc.constantFrom('Smith', 'Smyth', 'Smith-Brown', 'Browne', 'Anna')),
    dateOfBirth: maybe(fc.constantFrom('1980-02-03', '1980-03-02', '1980-02-13', '1981-02-03')),
    ssn: maybe(fc.constantFrom('212-09-9998', '213-09-9998', '213-11-1234')),
    street: maybe(fc.constantFrom('1 Oak St', '1 Oak Street Apt 2', '3 Elm St')),
    city: maybe(fc.constantFrom('Trenton', 'Camden')),
    zip: maybe(fc.constantFrom('08601', '08602')),
    phone: maybe(fc.constantFrom('609-555-0123', '732-555-0123')),
    email: maybe(fc.constantFrom('a@example.org', 'b@example.org')),
  })
  .map((raw): RawIdentifiers => JSON.parse(JSON.stringify(raw)));

it('folds shared tokens into the outcomes that a nested loop over values gives', async () => {
  await withEngine((engine) =>
    fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 2, maxLength: 9 }), async (records) => {
        const file: TownFile = {
          series: 'residents',
          pack: 'register',
          isOneRecordPerPerson: false,
          records,
        };
        const source = await contribute(engine, file, 1);
        await linkUploads(engine, [source], () => undefined, new AbortController().signal);
        const members = new Map(
          (await engine.rows('SELECT subject_id, nid FROM lk_member')).map((row) => [
            row.subject_id,
            Number(row.nid),
          ]),
        );
        const found = new Map(
          (
            await engine.rows('SELECT s.a, s.b, k.pattern FROM lk_scored s JOIN lk_combo k USING (combo)')
          ).map((row) => [`${row.a}-${row.b}`, Number(row.pattern)]),
        );
        const identifiers = records.map((raw) => normaliseIdentifiers(raw, '2026-01-01'));
        const seen = new Set<string>();
        for (const [i, left] of identifiers.entries()) {
          for (const [j, right] of identifiers.entries()) {
            const [a, b] = [members.get(subjectIdOf(file, i, '')), members.get(subjectIdOf(file, j, ''))];
            if (j <= i || a === undefined || b === undefined || a === b) continue;
            const key = `${Math.min(a, b)}-${Math.max(a, b)}`;
            const expected = expectedOutcomes(left, right);
            const pattern = found.get(key);
            if (expected === null) {
              expect(pattern).toBe(undefined);
              continue;
            }
            seen.add(key);
            const outcomes = outcomesOf(pattern ?? -1);
            expect(Object.fromEntries(SCORED.map((name, index) => [name, outcomes[index]]))).toEqual(
              expected,
            );
          }
        }
        expect(found.size).toBe(seen.size);
      }),
      { numRuns: 12 },
    ),
  );
}, 120_000);
