import { createHash, createHmac } from 'node:crypto';
import { AgreementTally } from '@credlink/contribute';
import type { LinkSource } from '@credlink/linkage';
import {
  ATTRIBUTES,
  createTokeniser,
  normaliseIdentifiers,
  type RawIdentifiers,
  type RulePack,
} from '@credlink/tokens';
import { bulkInsert, type Engine } from '@credlink/vault';

/** The day of the bench: birth dates after it are invalid. */
export const ATTACK_DAY = '2026-11-01';

/** The exchange the people of the bench are in, and what an adversary without its key uses instead. */
export const EXCHANGE_KEY = createHash('sha256').update('credlink attack bench exchange').digest();
export const STRANGER_KEY = createHash('sha256').update('credlink attack bench stranger').digest();

/** Stands for the keyholder's answer: without its key nobody can compute it. */
export function evaluationOf(ssn: string, oprfKey: Uint8Array): Uint8Array {
  return createHmac('sha512', oprfKey).update(ssn).digest();
}

/** A file of tokens in the engine: table `name` (record INTEGER, rule USMALLINT, token UUID), and its manifest's figures. */
export type TokenFile = Pick<LinkSource, 'subjects' | 'chanceAgreement' | 'attributePresence'> & {
  readonly name: string;
  readonly pack: RulePack;
};

/**
 * Tokenises records under a key. A stranger's key gives other tokens, but two records share a token under it exactly
 * when they do under the exchange's: that is how somebody without a key lays a plaintext register beside a vault.
 */
export async function makeTokenFile(
  engine: Engine,
  options: {
    readonly name: string;
    readonly records: readonly RawIdentifiers[];
    readonly key: Uint8Array;
    readonly pack: RulePack;
  },
): Promise<TokenFile> {
  const { name, records, key, pack } = options;
  const tokeniser = createTokeniser({ exchangeKey: key, keyEpoch: 1, pack });
  const tally = new AgreementTally();
  const present = new Map<string, number>();
  await engine.run(`CREATE OR REPLACE TABLE ${name} (record INTEGER, rule USMALLINT, token UUID)`);
  const insert = await bulkInsert(engine, name, ['INTEGER', 'USMALLINT', 'UUID']);
  for (const [record, raw] of records.entries()) {
    const identifiers = normaliseIdentifiers(raw, ATTACK_DAY);
    tally.add(identifiers);
    for (const attribute of ATTRIBUTES) {
      if (identifiers.states[attribute] === 'valid')
        present.set(attribute, (present.get(attribute) ?? 0) + 1);
    }
    const evaluation = identifiers.ssn === null ? null : evaluationOf(identifiers.ssn, key);
    for (const { code, token } of tokeniser.tokensOf(identifiers, evaluation)) {
      insert.add([record, code, token]);
    }
  }
  insert.finish();
  return {
    name,
    pack,
    subjects: records.length,
    chanceAgreement: tally.chances(),
    attributePresence: Object.fromEntries(
      ATTRIBUTES.map((attribute) => [attribute, (present.get(attribute) ?? 0) / Math.max(1, records.length)]),
    ),
  };
}
