import { pino } from 'pino';
import { describeError } from './describe-error.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * What a field of an event may hold.
 * - `id`: up to 80 letters, digits and `._:/-`
 * - `code`: up to 60 lower-case letters, digits and `._-`
 * - `count`: a finite number
 * - `flag`: a boolean
 */
export type FieldKind = 'id' | 'code' | 'count' | 'flag';
type FieldValue<K extends FieldKind> = K extends 'count' ? number : K extends 'flag' ? boolean : string;

/** Everything a service ever logs: name -> level and fields. Past tense: `uploadCommitted`. */
export type EventCatalogue = Readonly<
  Record<string, { readonly level: LogLevel; readonly fields: Readonly<Record<string, FieldKind>> }>
>;

type Fields<F extends Readonly<Record<string, FieldKind>>> = {
  readonly [N in keyof F]: FieldValue<F[N]>;
};

/** One function per event. An event that is about an error takes it as second argument. */
export type Events<C extends EventCatalogue> = {
  readonly [E in keyof C]: (fields: Fields<C[E]['fields']>, error?: unknown) => void;
};

/** A sink for events. There is no way to log text: only named fields of a catalogued event. */
export type Logger = {
  readonly write: (level: LogLevel, event: string, fields: Readonly<Record<string, unknown>>) => void;
};

const PATTERNS: Readonly<Record<FieldKind, (value: unknown) => boolean>> = {
  id: (value) => typeof value === 'string' && /^[A-Za-z0-9._:/-]{1,80}$/.test(value),
  code: (value) => typeof value === 'string' && /^[a-z0-9._-]{1,60}$/.test(value),
  count: (value) => typeof value === 'number' && Number.isFinite(value),
  flag: (value) => typeof value === 'boolean',
};

const WITHHELD = '[withheld]';

export type LoggerOptions = {
  /** Name of the service. */
  readonly name: string;
  readonly level: LogLevel;
  /** Where lines go; standard output by default. */
  readonly destination?: { write(line: string): void };
};

/** JSON lines: time, level, service, event and the event's fields. */
export function createLogger(options: LoggerOptions): Logger {
  const { name, level, destination } = options;
  const sink = pino(
    {
      level,
      base: { service: name },
      messageKey: 'event',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination ?? pino.destination({ dest: 1, sync: true }),
  );
  return { write: (at, event, fields) => sink[at]({ ...fields }, event) };
}

/**
 * Binds a catalogue of events to a logger. Fields the catalogue does not name are dropped and values that are not of
 * their kind are withheld: the types say the same, this holds where they were forced.
 */
export function bindEvents<const C extends EventCatalogue>(logger: Logger, catalogue: C): Events<C> {
  const bound = Object.entries(catalogue).map(([event, { level, fields }]) => [
    event,
    (given: Readonly<Record<string, unknown>>, error?: unknown) => {
      const shown: Record<string, unknown> = {};
      for (const [field, kind] of Object.entries(fields)) {
        shown[field] = PATTERNS[kind](given[field]) ? given[field] : WITHHELD;
      }
      if (error !== undefined) shown.error = describeError(error);
      logger.write(level, event, shown);
    },
  ]);
  return Object.fromEntries(bound) as Events<C>;
}
