import { createCipheriv, createHash } from 'node:crypto';
import {
  createTokeniser,
  type Identifiers,
  normaliseIdentifiers,
  type PackRule,
  type RawIdentifiers,
  type RulePack,
  type Token,
} from '@credlink/tokens';
import { ATTACK_DAY, EXCHANGE_KEY, evaluationOf } from './attack-files.ts';

/** Stands for the keyholder's key: the adversary has every other key but this one. */
const OPRF_KEY = createHash('sha256').update('credlink attack bench keyholder').digest();
const VAULT_KEY = createHash('sha256').update('credlink attack bench vault').digest().subarray(0, 16);

/** What a dictionary is tried for. */
export type DictionaryFamily =
  | 'birth date of a known name'
  | 'last four of a known name'
  | 'SSN of a known person';

export type DictionaryOutcome = {
  readonly family: DictionaryFamily;
  readonly rule: string;
  /** The incoming file of another contributor, before intake re-keyed it; or what the vault holds. */
  readonly seen: 'incoming' | 'vault';
  readonly victims: number;
  readonly found: number;
  readonly tries: number;
};

const hex = (token: Uint8Array): string => Buffer.from(token).toString('hex');

function rekeyed(token: Uint8Array): string {
  const cipher = createCipheriv('aes-128-ecb', VAULT_KEY, null).setAutoPadding(false);
  return cipher.update(token).toString('hex');
}

/** All values of what the adversary does not know, the record otherwise as it is. */
function* guesses(
  family: DictionaryFamily,
  person: Identifiers,
): Generator<[Identifiers, Uint8Array | null]> {
  switch (family) {
    case 'birth date of a known name':
      for (let year = 1940; year <= 2006; year++) {
        for (let month = 1; month <= 12; month++) {
          for (let day = 1; day <= 31; day++) yield [{ ...person, birthDate: { year, month, day } }, null];
        }
      }
      return;
    case 'last four of a known name':
      for (let serial = 0; serial < 10_000; serial++) {
        yield [{ ...person, ssn: null, ssnLastFour: String(serial).padStart(4, '0') }, null];
      }
      return;
    case 'SSN of a known person': {
      // The right number is among the guesses; what is missing is its evaluation.
      const [ssn] = [person.ssn ?? ''];
      const bare = new TextEncoder().encode(ssn.padEnd(64, '\0'));
      for (const evaluation of [
        null,
        bare,
        createHash('sha512').update(ssn).digest(),
        evaluationOf(ssn, EXCHANGE_KEY),
        new Uint8Array(64),
      ]) {
        yield [person, evaluation];
        yield [{ ...person, reference: { issuer: '', value: ssn } }, evaluation];
      }
    }
  }
}

const isOf = (rule: PackRule, ...attributes: readonly string[]): boolean =>
  rule.levels.every((level) => attributes.includes(level.split('.')[0] ?? ''));

/** The rules each family of guesses can be tried on. */
function rulesFor(family: DictionaryFamily, pack: RulePack): readonly PackRule[] {
  const has = (rule: PackRule, start: string) => rule.levels.some((level) => level.startsWith(start));
  switch (family) {
    case 'birth date of a known name':
      return pack.rules
        .filter((rule) => has(rule, 'birthDate.sorted') && isOf(rule, 'birthDate', 'surname'))
        .slice(0, 1);
    case 'last four of a known name':
      return pack.rules.filter((rule) => has(rule, 'ssn.lastFour')).slice(0, 1);
    case 'SSN of a known person':
      return pack.rules.filter((rule) => has(rule, 'ssn.nine'));
  }
}

/**
 * A contributor with the exchange key, without the keyholder's: for people he knows by name he tries every value of
 * what he does not know, and for SSNs even the right one, against the tokens of another contributor's records.
 */
export function runDictionary(
  pack: RulePack,
  people: readonly RawIdentifiers[],
): readonly DictionaryOutcome[] {
  const victims = people.map((raw) => normaliseIdentifiers(raw, ATTACK_DAY));
  const families: readonly DictionaryFamily[] = [
    'birth date of a known name',
    'last four of a known name',
    'SSN of a known person',
  ];
  return families.flatMap((family) => {
    const rules = rulesFor(family, pack);
    if (rules.length === 0) return [];
    const tokeniser = createTokeniser({ exchangeKey: EXCHANGE_KEY, keyEpoch: 1, pack: { ...pack, rules } });
    const sent = victims.map((person) => ({
      person,
      tokens: tokeniser.tokensOf(person, person.ssn === null ? null : evaluationOf(person.ssn, OPRF_KEY)),
    }));
    const known = sent.filter(({ tokens }) => tokens.length > 0);
    return (['incoming', 'vault'] as const).map((seen): DictionaryOutcome => {
      let [found, tries] = [0, 0];
      for (const { person, tokens } of known) {
        const look = (token: Token) => (seen === 'incoming' ? hex(token.token) : rekeyed(token.token));
        const target = new Set(tokens.map(look));
        let isFound = false;
        for (const [guess, evaluation] of guesses(family, person)) {
          tries += 1;
          isFound ||= tokeniser.tokensOf(guess, evaluation).some(({ token }) => target.has(hex(token)));
          if (isFound) break;
        }
        if (isFound) found += 1;
      }
      return {
        family,
        rule: rules.map(({ id }) => id).join(', '),
        seen,
        victims: known.length,
        found,
        tries,
      };
    });
  });
}
