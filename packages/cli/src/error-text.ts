import { AppError, type ErrorCode } from '@credlink/contracts';
import { printable } from './printable.ts';

/** What to do next, where the message of the refusal does not say so itself. */
const NEXT_STEP: Readonly<Partial<Record<ErrorCode, string>>> = {
  api_key_missing: 'Set CREDLINK_API_KEY_FILE, or apiKeyFile in credlink.json.',
  api_key_unknown:
    'Check the API key file; a revoked key is refused like an unknown one. The steward makes new ones.',
  api_key_scope: 'Use the API key of that organisation; the steward gives those that may do this.',
  agreement_missing: 'Ask the steward to enter the agreement that covers this kind of file.',
  agreement_not_active: 'Ask the steward about the state of the agreement.',
  agreement_expired: 'Renew the agreement and ask the steward to enter it.',
  grant_missing: 'The agreement does not cover this kind of file; ask the steward.',
  quota_exceeded: 'Ask the keyholder why; the quota is 1.2 times the declared rows of your files.',
  rate_limited: 'Wait a moment and run the same command again.',
  column_missing: 'Run "credlink map FILE" to see the columns and write a mapping.',
  mapping_invalid: 'Run "credlink map FILE" for a mapping to start from.',
  key_epoch_not_current: 'The exchange has a new key; ask the steward for it and run the command again.',
  normaliser_major_not_accepted: 'Update credlink and run the command again.',
  conformance_failed: 'Update credlink and run the command again.',
  pack_not_accepted: 'Update credlink and run the command again.',
  memory_exhausted:
    'Give the service that does it more memory, by CREDLINK_MEMORY_LIMIT, and run the same command again.',
  cube_malformed: 'Mend it and run the same command again; nothing was written.',
  release_held:
    'Look at the files it names, or let another run link them; or publish it all the same: "credlink exchange load" with --publish-held, "credlink release publish RELEASE" where the exchange runs.',
  service_unavailable: 'Run the same command again later; it goes on where it was.',
};

/** The code a run or a release failed with, and what to do next where there is something to say. */
export function failureText(code: string | null): string {
  if (code === null) return 'no reason given';
  const next = Object.entries(NEXT_STEP).find(([known]) => known === code)?.[1];
  return next === undefined ? code : `${code}. ${next}`;
}

/** One line: the code, what happened, what to do next. No stack, no value of a row. */
export function errorText(error: unknown): string {
  if (!(error instanceof AppError))
    return 'fault: the program failed; run it with CREDLINK_DEBUG=1 and report what it says';
  const message = printable(error.message).replace(/[.\s]+$/, '');
  const next = NEXT_STEP[error.code] ?? '';
  return `${error.code}: ${message}.${next === '' ? '' : ` ${next}`}`;
}

/** The same for machines. */
export function errorDocument(error: unknown): unknown {
  if (!(error instanceof AppError))
    return { error: { code: 'fault', kind: 'fault', message: 'the program failed' } };
  const { code, kind, message, detail } = error;
  return { error: { code, kind, message, detail, next: NEXT_STEP[code] ?? '' } };
}
