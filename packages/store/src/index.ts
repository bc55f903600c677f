export * from './connection.ts';
export * from './database-error.ts';
export * from './migrate.ts';
export * from './published.ts';
export * from './roles.ts';
export * from './schema/schema.ts';
export * from './schema-version.ts';
export * from './transaction.ts';
