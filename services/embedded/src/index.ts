export { DEMONSTRATION, type Demonstration, type DemonstrationOptions, demonstrate } from './demonstrate.ts';
export { exportRelease } from './load/export-release.ts';
export type { Loaded, LoadedFile } from './load/load-folder.ts';
export { type LoadExchangeOptions, type LoadedExchange, loadExchange } from './load-exchange.ts';
export { type Exchange, type ExchangeOptions, startExchange } from './start-exchange.ts';
