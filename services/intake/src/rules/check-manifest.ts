import {
  type ErrorCode,
  type ExchangeParameters,
  KINDS_WITHOUT_PERSONS,
  type Manifest,
} from '@credlink/contracts';
import { isKnownLevel, NORMALISER_VERSION, packFor } from '@credlink/tokens';
import { checkConformance } from './check-conformance.ts';

/** Largest Parquet file of an upload, in bytes: 32 GiB holds some 10^9 tokens. */
export const LARGEST_FILE_BYTES = 32 * 1024 ** 3;

/** What one upload may hold. */
export type UploadLimits = { readonly identityRows: number; readonly factRows: number };

/** A row of an identity file has a token and a subject of random bits: Parquet makes no honest one this small. */
const IDENTITY_ROWS_PER_BYTE = 1;

/** Facts compress: many short codes of one subject in a row. No honest file comes near. */
const FACT_ROWS_PER_BYTE = 16;

export type ManifestVerdict =
  | { readonly is: 'accepted' }
  | { readonly is: 'refused'; readonly code: ErrorCode; readonly reason: string };

const ACCEPTED: ManifestVerdict = { is: 'accepted' };

function refused(code: ErrorCode, reason: string): ManifestVerdict {
  return { is: 'refused', code, reason };
}

/**
 * What can be said of an upload before a byte of it is sent: made for this exchange's key epoch, normaliser and
 * packs, and consistent with itself.
 *
 * Claim: tokens of a key epoch that is neither the current one nor the next, or of another normaliser major or rule pack never enter the vault; they would join with
 * nothing, and a mixture would lower link rates without a trace. Nor do tokens of a pack that is not that of the kind.
 *
 * Claim: no file of a few bytes holds the worker that validates for long: it announces no more rows than its bytes
 * and subjects can stand for, and `takeIn` reads none that announces less than it has.
 *
 * Claim: every word in a stored manifest is one of a closed list. Against: identifiers written into names of figures,
 * which services without a key read. Not claimed: that figures and digests a contributor made up carry nothing.
 */
export function checkManifest(
  manifest: Manifest,
  exchange: ExchangeParameters,
  limits: UploadLimits,
): ManifestVerdict {
  const { keyEpoch, nextEpoch } = exchange;
  if (manifest.keyEpoch !== keyEpoch && manifest.keyEpoch !== nextEpoch?.keyEpoch) {
    const accepted = nextEpoch === null ? `${keyEpoch}` : `${keyEpoch}, and ${nextEpoch.keyEpoch} already`;
    return refused(
      'key_epoch_not_current',
      `The tokens were made in key epoch ${manifest.keyEpoch}; the exchange takes ${accepted}. ` +
        'Get the exchange key of that epoch from the steward and tokenise the file again.',
    );
  }
  if (Number(manifest.normaliserVersion.split('.')[0]) !== exchange.normaliserMajor) {
    return refused(
      'normaliser_major_not_accepted',
      'The tokens were made by another major version of the normaliser; update the tool and tokenise again.',
    );
  }
  const { name, version } = manifest.pack;
  if (!exchange.packs.some((pack) => pack.name === name && pack.version === version)) {
    return refused(
      'pack_not_accepted',
      'The rule pack is not one this exchange accepts; see GET /v1/exchange.',
    );
  }
  const pack = packFor(manifest.kind);
  if (name !== pack.name) {
    return refused('pack_not_accepted', 'Files of this kind are tokenised with another rule pack.');
  }
  if (!Object.keys(manifest.chanceAgreement).every(isKnownLevel)) {
    return refused('manifest_invalid', 'A level of the chances of agreement is none the exchange knows.');
  }
  const codes = new Set(pack.rules.map((rule) => String(rule.code)));
  if (!Object.keys(manifest.preflight.tokensByRule).every((code) => codes.has(code))) {
    return refused('manifest_invalid', 'A rule with counted tokens is none of the rule pack.');
  }
  const drift = checkConformance(manifest, pack, NORMALISER_VERSION);
  if (drift !== null) return refused('conformance_failed', drift);
  const { identity, facts } = manifest.files;
  if (identity.bytes === 0 || facts.bytes === 0) {
    return refused(
      'manifest_invalid',
      'A Parquet file has at least a header: neither file can have 0 bytes.',
    );
  }
  if (identity.bytes > LARGEST_FILE_BYTES || facts.bytes > LARGEST_FILE_BYTES) {
    return refused('body_too_large', 'A file of one upload may hold at most 32 GiB; split the source.');
  }
  if (KINDS_WITHOUT_PERSONS.includes(manifest.kind) && identity.rows > 0) {
    return refused(
      'manifest_invalid',
      'Files of this kind speak of no person: the identity file must be empty.',
    );
  }
  if (identity.rows > limits.identityRows || facts.rows > limits.factRows) {
    return refused('body_too_large', 'An upload may not hold so many rows; split the source.');
  }
  const isTooDense =
    identity.rows > identity.bytes * IDENTITY_ROWS_PER_BYTE || facts.rows > facts.bytes * FACT_ROWS_PER_BYTE;
  const mostTokens =
    (manifest.subjects + (manifest.decoys?.count ?? 0)) * pack.rules.length * pack.maxValuesPerRule;
  if (isTooDense || manifest.subjects > facts.rows || identity.rows > mostTokens) {
    return refused('manifest_invalid', 'Bytes, subjects and rows of the files do not go together.');
  }
  if (manifest.coverage !== null && manifest.coverage.from > manifest.coverage.to) {
    return refused('manifest_invalid', 'The coverage ends before it begins.');
  }
  return ACCEPTED;
}
