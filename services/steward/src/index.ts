export { type BootstrapOrder, type Bootstrapped, bootstrapExchange } from './bootstrap.ts';
export { readStewardConfig, type StewardConfig } from './config.ts';
export { type Steward, type StewardDependencies, startSteward } from './start-steward.ts';
