import type { Agreement } from '@credlink/contracts';
import { createLogger, fixedClock, Secret } from '@credlink/runtime';
import { bootstrapExchange, type Steward, startSteward } from '@credlink/steward';
import type { Database } from '@credlink/store';
import { afterAll, beforeAll } from 'vitest';
import { exchangeParameters } from './exchange-rows.ts';
import { testDatabase } from './test-database.ts';

/** What a body that contributes is entered as. */
export const HARBOR = { organisation: 'harbor', name: 'Harbor', kind: 'certification_body' } as const;

export const HARBOR_AGREEMENT: Agreement = {
  agreementId: 'AG-1',
  grantor: 'harbor',
  grantee: 'alliance',
  legalBasis: 'contract',
  purpose: 'outcomes',
  kinds: ['holders'],
  uses: ['link'],
  privacyProfile: 'ferpa10',
  decoys: 0,
  starts: '2020-01-01',
  expires: '2027-01-01',
  destroyBy: null,
  state: 'active',
};

/** An answer that refuses, to be matched. */
export function refused(status: number, code: string) {
  return { status, body: { code } };
}

/** Call once at the top of a test file: a steward's service of its own over an exchange that was just set up. */
export function runningSteward() {
  const database = testDatabase();
  const clock = fixedClock(new Date('2026-11-23T12:00:00Z'));
  const lines: string[] = [];
  const opened: { steward: Steward; apiKey: string }[] = [];

  const db = (): Database => database.adminStore().db;
  const running = () => {
    const [found] = opened;
    if (found === undefined) throw new Error('the service runs inside tests only');
    return found;
  };

  beforeAll(async () => {
    const logger = createLogger({
      name: 'steward',
      level: 'debug',
      destination: { write: (line) => void lines.push(line) },
    });
    const order = {
      exchange: exchangeParameters(),
      steward: { organisation: 'alliance', name: 'State alliance' },
    };
    const { apiKey } = await bootstrapExchange({ db: database.store('steward').db, clock }, order);
    const steward = await startSteward(
      {
        databaseUrl: new Secret(database.url('steward')),
        queueUrl: { kind: 'postgres', url: new Secret(database.url('queue')) },
        host: '127.0.0.1',
        port: 0,
        logLevel: 'debug',
        requestsPerMinute: 100_000,
      },
      { logger, clock },
    );
    opened.push({ steward, apiKey });
  });
  afterAll(() => running().steward.close());

  /** @param key the first steward's where it is left out; null for none */
  async function call(
    method: string,
    path: string,
    body?: unknown,
    key: string | null = running().apiKey,
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await fetch(running().steward.url + path, {
      method,
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  /** What the audit trail has of a subject, oldest first. */
  async function trailOf(subject: string): Promise<readonly string[]> {
    const events = await db()
      .selectFrom('audit_event')
      .select('action')
      .where('subject', '=', subject)
      .orderBy('event_no')
      .execute();
    return events.map((event) => event.action);
  }

  return { database, clock, lines, db, call, trailOf };
}
