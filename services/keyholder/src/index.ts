export { type KeyholderConfig, readKeyholderConfig } from './config.ts';
export { deriveKeyPair, type KeyScope, OPRF_SEED_LENGTH } from './derive-key-pair.ts';
export { type Keyholder, type KeyholderDependencies, startKeyholder } from './start-keyholder.ts';
