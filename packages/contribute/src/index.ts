export { type ContributeOptions, type Contribution, contributeFile } from './contribute-file.ts';
export { checkExchangeKey, createExchangeKeyFile, readExchangeKeyFile } from './exchange-key-file.ts';
export type { OnProgress } from './progress-meter.ts';
export { readMappingFile, type SourceFile } from './source-file.ts';
export { openStateFolder, type StateFolder } from './state-folder.ts';
export { type TokenisedFile, type TokeniseOptions, tokeniseFile } from './tokenise-file.ts';
