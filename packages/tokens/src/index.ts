export type { OpenLinkTokenRecord, OpenLinkTokens } from './compat/openlinktoken/open-link-tokens.ts';
export {
  OPEN_LINK_TOKEN_BLANK,
  OPEN_LINK_TOKEN_COMPAT,
  openLinkTokens,
} from './compat/openlinktoken/open-link-tokens.ts';
export type { OpprlRecord } from './compat/opprl/attributes.ts';
export type { OpprlVersion } from './compat/opprl/opprl-key.ts';
export { opprlKey } from './compat/opprl/opprl-key.ts';
export type { OpprlTokens } from './compat/opprl/opprl-tokens.ts';
export { OPPRL_COMPAT, opprlTokens } from './compat/opprl/opprl-tokens.ts';
export type { PiipanRecord } from './compat/piipan/piipan-hash.ts';
export { PIIPAN_COMPAT, piipanHash } from './compat/piipan/piipan-hash.ts';
export type { ChallengeAnswer, Drift } from './conformance/answer-challenge.ts';
export { answerChallenge, driftBetween } from './conformance/answer-challenge.ts';
export { challengeRows } from './conformance/challenge-rows.ts';
export type {
  Attribute,
  AttributeState,
  BirthDate,
  Identifiers,
  RawIdentifiers,
} from './identifiers.ts';
export { ATTRIBUTES } from './identifiers.ts';
export type { KnownLevel } from './levels/level-order.ts';
export { IMPLIED_LEVELS, LEVELS } from './levels/level-order.ts';
export { isKnownLevel, levelValues } from './levels/level-values.ts';
export { homeOf, MOST_IN_ONE_HOME, withoutCrowdedHome } from './normalise/crowded-home.ts';
export { createNormaliser, normaliseIdentifiers } from './normalise/normalise-identifiers.ts';
export { NORMALISER_MAJOR, NORMALISER_VERSION } from './normalise/version.ts';
export { loadOprf } from './oprf/load-oprf.ts';
export type {
  Evaluation,
  Finalisation,
  FinaliseRequest,
  KeyPair,
  OprfProtocol,
} from './oprf/oprf-protocol.ts';
export { LARGEST_BATCH } from './oprf/oprf-protocol.ts';
export { ELEMENT_LENGTH, SCALAR_LENGTH } from './oprf/ristretto255.ts';
export { ssnOprfInput } from './oprf/ssn-input.ts';
export type { OprfMode } from './oprf/transcript.ts';
export type { PackName } from './packs/packs.ts';
export { PACK_NAMES, PACKS, packFor } from './packs/packs.ts';
export { RULES } from './packs/rules.ts';
export type { Level, PackRule, RulePack, RuleRole } from './rule-pack.ts';
export type { EmployerTokeniser } from './token/employer-tokeniser.ts';
export { createEmployerTokeniser, employerToken, employerUnitToken } from './token/employer-tokeniser.ts';
export type { ExchangeKey, ExchangeKeyProblem, ExchangeKeyReading } from './token/exchange-key.ts';
export {
  formatExchangeKeyFile,
  generateExchangeKey,
  keyCheckValue,
  parseExchangeKeyFile,
  sourceDigestKey,
} from './token/exchange-key.ts';
export { TOKEN_LENGTH } from './token/hash-kernel.ts';
export type { PackedTokens } from './token/hash-queue.ts';
export type { Token, Tokeniser, TokeniserOptions } from './token/tokeniser.ts';
export { createTokeniser, SSN_EVALUATION_LENGTH } from './token/tokeniser.ts';
