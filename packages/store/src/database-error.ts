import { AppError, transient } from '@credlink/contracts';
import pg from 'pg';

/** SQLSTATE classes and codes after which the same statement may work (PostgreSQL manual, appendix A). */
const TRANSIENT_STATES = [
  /^08/, // connection exception
  /^40001$/, // serialization_failure
  /^40P01$/, // deadlock_detected
  /^53/, // insufficient resources
  /^55P03$/, // lock_not_available
  /^57P0[1-5]$/, // admin shutdown, crash shutdown, cannot connect now, database dropped, idle session timeout
  /^57014$/, // query_canceled
];

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);

/** Messages of pg's own errors that carry no code (node-postgres 8, client.js and pg-pool). */
const DRIVER_MESSAGES = [/Connection terminated/, /timeout exceeded when trying to connect/, /not queryable/];

/** Turns "the database is away or busy" into a transient AppError; everything else is passed on as it is. */
export function fromDatabaseError(error: unknown): unknown {
  if (error instanceof AppError || !isTransient(error)) return error;
  return transient('service_unavailable', 'the database is not available', error);
}

function isTransient(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== null) return TRANSIENT_STATES.some((pattern) => pattern.test(state));
  if (error instanceof AggregateError) return error.errors.some(isTransient);
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string') return NETWORK_CODES.has(error.code);
  return DRIVER_MESSAGES.some((pattern) => pattern.test(error.message));
}

/** Whether the connection an error came from is of no further use. */
export function isConnectionLost(error: unknown): boolean {
  const state = sqlState(error);
  return state === null ? isTransient(error) : /^(08|57P0)/.test(state);
}

/** The SQLSTATE of a database error, or null. */
export function sqlState(error: unknown): string | null {
  return error instanceof pg.DatabaseError ? (error.code ?? null) : null;
}

/** Whether a statement broke a unique constraint: the row is there already. */
export function isUniqueViolation(error: unknown): boolean {
  return sqlState(error) === '23505';
}

/** Whether a statement named a row that does not exist. */
export function isForeignKeyViolation(error: unknown): boolean {
  return sqlState(error) === '23503';
}

/** Whether two transactions got in each other's way and one should simply run again. */
export function isContention(error: unknown): boolean {
  const state = sqlState(error instanceof AppError ? error.cause : error);
  return state === '40001' || state === '40P01';
}
