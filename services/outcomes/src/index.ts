export * from './config.ts';
export * from './start-outcomes.ts';
