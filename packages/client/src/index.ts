export type { Endpoint } from './call.ts';
export {
  type ExchangeClient,
  type ExchangeClientOptions,
  exchangeClient,
  LOCAL_URLS,
  SERVICES,
  type Service,
  type ServiceUrls,
} from './exchange-client.ts';
export type { IntakeClient, UploadPart } from './intake-client.ts';
export type { KeyholderClient, PublicKeyView } from './keyholder-client.ts';
export type { CellQuery, OutcomesClient } from './outcomes-client.ts';
export { problemToError } from './problem-to-error.ts';
export type { StewardClient } from './steward-client.ts';
export { type UploadPartOptions, type UploadSource, uploadPart } from './upload-part.ts';
export { cancelled, wait } from './wait.ts';
