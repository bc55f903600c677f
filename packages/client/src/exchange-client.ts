import type { Endpoint } from './call.ts';
import { type IntakeClient, intakeClient } from './intake-client.ts';
import { type KeyholderClient, keyholderClient } from './keyholder-client.ts';
import { type OutcomesClient, outcomesClient } from './outcomes-client.ts';
import { type StewardClient, stewardClient } from './steward-client.ts';

export const SERVICES = ['outcomes', 'keyholder', 'intake', 'steward'] as const;
export type Service = (typeof SERVICES)[number];

export type ServiceUrls = Readonly<Record<Service, string>>;

/** Where the services listen when everything runs on this machine. */
export const LOCAL_URLS: ServiceUrls = {
  outcomes: 'http://127.0.0.1:4100',
  keyholder: 'http://127.0.0.1:4101',
  intake: 'http://127.0.0.1:4102',
  steward: 'http://127.0.0.1:4103',
};

export type ExchangeClientOptions = {
  readonly urls: ServiceUrls;
  readonly apiKey: string | null;
  /** Per attempt; 30 s unless said. */
  readonly timeoutSeconds?: number;
  /** Attempts of a call while failures are transient; 5 unless said (about 5 s of trying). */
  readonly attempts?: number;
};

export type ExchangeClient = {
  readonly outcomes: OutcomesClient;
  readonly keyholder: KeyholderClient;
  readonly intake: IntakeClient;
  readonly steward: StewardClient;
  /** For the uploader, which speaks tus and not JSON. */
  authorization(): Readonly<Record<string, string>>;
};

/** A client of all services of one exchange. Opens no connection before the first call. */
export function exchangeClient(options: ExchangeClientOptions): ExchangeClient {
  const { apiKey, timeoutSeconds = 30, attempts = 5 } = options;
  const at = (service: Service): Endpoint => ({
    url: options.urls[service],
    apiKey,
    timeoutSeconds,
    attempts,
  });
  return {
    outcomes: outcomesClient(at('outcomes')),
    keyholder: keyholderClient(at('keyholder')),
    intake: intakeClient(at('intake')),
    steward: stewardClient(at('steward')),
    authorization: () => (apiKey === null ? {} : { authorization: `Bearer ${apiKey}` }),
  };
}
