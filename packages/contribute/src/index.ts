export { MOST_IN_ONE_HOME } from '@credlink/tokens';
export { AgreementTally } from './agreement-tally.ts';
export { type CheckOptions, type CheckReport, checkFile, type SampleRow } from './check-file.ts';
export type { ColumnUse } from './column-use.ts';
export { COMPAT_STANDARDS, type CompatStandard, compatTokeniser, isKeyed } from './compat-standard.ts';
export { type ContributeOptions, type Contribution, contributeFile } from './contribute-file.ts';
export {
  createExchangeKeyFile,
  exchangeKeyCheckValue,
  parametersOf,
  readExchangeKeyFile,
} from './exchange-key-file.ts';
export { openNewKeyFile } from './new-key-file.ts';
export type { OnProgress } from './progress-meter.ts';
export { type RejectedRows, SHOWN_LINES } from './rejected-lines.ts';
export { readMappingFile, type SourceFile } from './source-file.ts';
export { openStateFolder, type StateFolder } from './state-folder.ts';
export { suggestMappingOfFile } from './suggest-mapping-of-file.ts';
export { type TokenisedFile, type TokeniseOptions, tokeniseFile } from './tokenise-file.ts';
export { type CompatCounts, writeCompatTokens } from './write-compat-tokens.ts';
