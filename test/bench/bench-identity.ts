import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AgreementTally } from '@credlink/contribute';
import type { LinkSource } from '@credlink/linkage';
import { ATTRIBUTES, createNormaliser, PACKS, type PackName } from '@credlink/tokens';
import { type Engine, quoteText } from '@credlink/vault';
import { identityParts } from './bench-identity-parts.ts';
import { recordOf } from './bench-persons.ts';
import { withTokenThreads } from './bench-token-threads.ts';
import { BENCH_DAY, type MadeTokens, type RecordsOptions } from './bench-tokens.ts';

export type IdentityOptions = RecordsOptions & {
  readonly firstPerson: number;
  readonly persons: number;
  /** Whether the whole tokens stay beside what a vault keeps of them: what a bare join of them is measured on. */
  readonly keepsTokens: boolean;
  /** Tokens made before they are written. */
  readonly partTokens?: number;
};

/** Bounds the memory of large sizes. */
const PART_TOKENS = 20_000_000;

/** Persons a thread takes at a time: some hundred milliseconds of work. */
const BATCH_PERSONS = 2000;

/**
 * Writes the identity file of invented persons to `folder`, as a vault holds it, with the truth
 * (subject_id, person) beside it, and the words the linkage package needs about it.
 */
export async function writeIdentity(engine: Engine, folder: string, options: IdentityOptions): Promise<void> {
  const home = join(folder, options.file);
  const pack = PACKS[options.pack];
  const parts = await identityParts(engine, home, pack, options.partTokens ?? PART_TOKENS);
  const present = new Map<string, number>();
  const tokensByRule: Record<string, number> = {};
  const end = options.firstPerson + options.persons;
  await withTokenThreads(options, async (threads) => {
    const waiting: Promise<MadeTokens>[] = [];
    for (let from = options.firstPerson; from < end || waiting.length > 0; ) {
      while (from < end && waiting.length < threads.inFlight) {
        waiting.push(threads.make(from, Math.min(from + BATCH_PERSONS, end)));
        from += BATCH_PERSONS;
      }
      const made = await waiting.shift();
      if (made === undefined) break;
      await parts.add(made);
      for (const [attribute, count] of made.present)
        present.set(attribute, (present.get(attribute) ?? 0) + count);
      for (const rule of made.rules) tokensByRule[rule] = (tokensByRule[rule] ?? 0) + 1;
    }
  });
  const bytes = await parts.finish(options.keepsTokens);
  const presence = ATTRIBUTES.map((attribute) => [
    attribute,
    (present.get(attribute) ?? 0) / options.persons,
  ]);
  const about: About = {
    pack: options.pack,
    subjects: options.persons,
    bytes,
    tokensByRule,
    chanceAgreement: chances(options),
    attributePresence: Object.fromEntries(presence),
  };
  await writeFile(join(home, 'about.json'), JSON.stringify(about));
}

/** Of the first persons, who are as random as any. */
function chances(options: IdentityOptions): Readonly<Record<string, number>> {
  const tally = new AgreementTally();
  const normalise = createNormaliser(BENCH_DAY);
  for (let index = 0; index < options.persons && !tally.isFull(); index += 1)
    tally.add(normalise(recordOf(options.firstPerson + index, options)));
  return tally.chances();
}

type About = Pick<LinkSource, 'subjects' | 'chanceAgreement' | 'attributePresence'> & {
  readonly pack: PackName;
  /** Size of the identity file. */
  readonly bytes: number;
  readonly tokensByRule: Readonly<Record<string, number>>;
};

export type WrittenIdentity = {
  readonly source: LinkSource;
  readonly truth: string;
  /** The whole tokens, where they were kept: `subject_id, rule, token`. */
  readonly wholeTokens: string;
  readonly tokens: number;
  readonly bytes: number;
  readonly tokensByRule: Readonly<Record<string, number>>;
};

/** What `writeIdentity` left, as the linker takes it. `place` numbers the files of one link. */
export async function readIdentity(folder: string, file: string, place: number): Promise<WrittenIdentity> {
  const about: About = JSON.parse(await readFile(join(folder, file, 'about.json'), 'utf8'));
  const { pack, tokensByRule, bytes, ...figures } = about;
  const relation = (name: string) => `read_parquet(${quoteText(join(folder, file, `${name}-*.parquet`))})`;
  return {
    source: {
      ...figures,
      uploadId: `00000000-0000-4000-8000-${String(place).padStart(12, '0')}`,
      sourceDigest: file,
      relation: `read_parquet(${quoteText(join(folder, file, 'identity.parquet'))})`,
      series: `${file}/${pack}`,
      organisation: file,
      isUnderOthersReferences: false,
      pack: PACKS[pack],
      isOneRecordPerPerson: true,
    },
    truth: relation('truth'),
    wholeTokens: relation('whole/tokens'),
    bytes,
    tokens: Object.values(tokensByRule).reduce((sum, tokens) => sum + tokens, 0),
    tokensByRule,
  };
}
