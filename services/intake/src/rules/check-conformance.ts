import type { Manifest } from '@credlink/contracts';
import { answerChallenge, challengeRows, driftBetween, type RulePack } from '@credlink/tokens';

/** Levels that one refusal lists. */
const MOST_NAMES = 3;

/**
 * What a contributor's program made of the challenge rows of its file, against what this one makes of them: null, or
 * why the upload is refused.
 *
 * Claim: a program that normalises or keys otherwise than the exchange (an older release, a changed library, another
 * Unicode table) does not bring tokens in: they would join with nothing, and match rates would fall without a trace.
 * Every rule of the pack is put to it with rows that depend on the file. Source: linkage.md 2.4, bugs of others that
 * went unseen for years.
 *
 * Not claimed: that a contributor bent on it cannot answer with one program and tokenise with another.
 */
export function checkConformance(manifest: Manifest, pack: RulePack, ownVersion: string): string | null {
  const expected = answerChallenge(challengeRows(manifest.sourceDigest), pack);
  const drift = driftBetween(pack, expected, manifest.conformance);
  if (drift === null) return null;
  const { levels, rules } = drift;
  const listed = levels.slice(0, MOST_NAMES).join(', ');
  const more = levels.length > MOST_NAMES ? ` and ${levels.length - MOST_NAMES} more` : '';
  return (
    `The contributor's program makes other tokens of the challenge rows under ${rules.length} of ` +
    `${pack.rules.length} rules, ${rules[0]} first; they part at level ${listed}${more}. It states normaliser ` +
    `${manifest.normaliserVersion}, the exchange has ${ownVersion}: install the same release and tokenise again.`
  );
}
