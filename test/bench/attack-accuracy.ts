import { createHash, createSecretKey } from 'node:crypto';
import type { LinkSource } from '@credlink/linkage';
import { linkUploads } from '@credlink/linker';
import type { RawIdentifiers, RulePack } from '@credlink/tokens';
import { type Engine, prepareIdentity } from '@credlink/vault';
import { commonBits, encodeClks, gramsOf, popcounts } from './attack-clk.ts';
import { EXCHANGE_KEY, makeTokenFile, type TokenFile } from './attack-files.ts';
import { applyLever, type Lever } from './attack-levers.ts';

const VAULT_KEY = createSecretKey(createHash('md5').update('credlink attack bench vault').digest());

export type Linked = { readonly precision: number; readonly recall: number; readonly f1: number };

/** Two recordings of people, with the person of each record. */
export type Recordings = readonly [Recorded, Recorded];
type Recorded = {
  readonly records: readonly RawIdentifiers[];
  readonly personOf: (record: number) => number;
};

function score([left, right]: Recordings, pairs: readonly (readonly [number, number])[]): Linked {
  const persons = new Set(left.records.map((_, record) => left.personOf(record)));
  const wanted = right.records.filter((_, record) => persons.has(right.personOf(record))).length;
  const correct = pairs.filter(([one, other]) => left.personOf(one) === right.personOf(other)).length;
  return {
    precision: pairs.length === 0 ? 1 : correct / pairs.length,
    recall: correct / Math.max(1, wanted),
    f1: (2 * correct) / Math.max(1, pairs.length + wanted),
  };
}

/** What a vault keeps of a file of tokens, as the linker takes it. */
async function sourceOf(engine: Engine, { name, ...file }: TokenFile, place: number): Promise<LinkSource> {
  const tokens = `(SELECT record::UBIGINT AS subject_id, rule, token FROM ${name})`;
  const rows = await prepareIdentity(engine, { tokens, rules: file.pack.rules, key: VAULT_KEY });
  await engine.run(`CREATE OR REPLACE TABLE ${name}_stored AS ${rows}`);
  return {
    ...file,
    uploadId: `00000000-0000-4000-8000-${String(place).padStart(12, '0')}`,
    sourceDigest: name,
    relation: `${name}_stored`,
    series: name,
    organisation: name,
    isUnderOthersReferences: false,
    isOneRecordPerPerson: true,
  };
}

/** How well the linker does with what a pack and a lever leave of two recordings of the same people. */
export async function linkTokens(
  engine: Engine,
  recordings: Recordings,
  pack: RulePack,
  lever: Lever,
): Promise<Linked> {
  const sources: LinkSource[] = [];
  for (const [place, { records }] of recordings.entries()) {
    const file = await makeTokenFile(engine, {
      name: `attack_file_${place}`,
      records,
      key: EXCHANGE_KEY,
      pack,
    });
    await applyLever(engine, file.name, lever, { key: EXCHANGE_KEY, salt: file.name });
    sources.push(await sourceOf(engine, file, place));
  }
  await linkUploads(engine, sources, () => undefined, new AbortController().signal);
  const side = (place: number) =>
    `(SELECT person_id, subject_id FROM lk_person WHERE upload_id = '${sources[place]?.uploadId}'::UUID)`;
  const rows = await engine.rows(
    `SELECT a.subject_id AS one, b.subject_id AS other FROM ${side(0)} a JOIN ${side(1)} b USING (person_id)`,
  );
  return score(
    recordings,
    rows.map(({ one, other }) => [Number(one), Number(other)] as const),
  );
}

/** Least Dice coefficient of a link (anonlink's customary threshold). */
const LEAST_DICE = 0.8;

/** The customary linkage of CLKs: pairs above the threshold, best first, one to one (anonlink's greedy solver). */
export function linkClks(recordings: Recordings): Linked {
  const [left, right] = recordings;
  const [a, b] = [
    encodeClks(EXCHANGE_KEY, gramsOf(left.records)),
    encodeClks(EXCHANGE_KEY, gramsOf(right.records)),
  ];
  const [bitsOfA, bitsOfB] = [popcounts(a), popcounts(b)];
  const candidates: { one: number; other: number; dice: number }[] = [];
  for (let one = 0; one < a.records; one++) {
    for (let other = 0; other < b.records; other++) {
      const [mine, theirs] = [bitsOfA[one] ?? 0, bitsOfB[other] ?? 0];
      if (2 * Math.min(mine, theirs) < LEAST_DICE * (mine + theirs)) continue;
      const dice = (2 * commonBits(a, one, b, other)) / (mine + theirs);
      if (dice >= LEAST_DICE) candidates.push({ one, other, dice });
    }
  }
  candidates.sort((x, y) => y.dice - x.dice || x.one - y.one || x.other - y.other);
  const [taken, given]: [Set<number>, Set<number>] = [new Set(), new Set()];
  const pairs: (readonly [number, number])[] = [];
  for (const { one, other } of candidates) {
    if (taken.has(one) || given.has(other)) continue;
    taken.add(one);
    given.add(other);
    pairs.push([one, other]);
  }
  return score(recordings, pairs);
}
