export * from './engine.ts';
export * from './engine-value.ts';
export * from './parquet.ts';
export * from './permutation.ts';
export * from './quote.ts';
export * from './rekey-columns.ts';
export * from './vault.ts';
