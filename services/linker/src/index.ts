export type { LinkerConfig } from './config.ts';
export { readLinkerConfig } from './config.ts';
export type { LinkEngine } from './link/link-engine.ts';
export type { LinkProgress, LinkStep } from './link/link-progress.ts';
export type { CappedRule, LinkQuality, PairQuality } from './link/link-quality.ts';
export type { LinkedUploads } from './link/link-uploads.ts';
export { linkUploads } from './link/link-uploads.ts';
export { startLinker } from './start-linker.ts';
export { toLinkSource } from './to-link-source.ts';
