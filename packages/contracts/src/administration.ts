import { z } from 'zod';
import { Catalogue } from './catalogue.ts';
import { MOST_DECOYS } from './decoys.ts';
import { SOURCE_KINDS } from './fact-contract.ts';
import { LinkageAlarm, MatchRate } from './linkage-alarm.ts';
import { QuarantinedRoster } from './quarantined-roster.ts';
import { RELEASE_STATES } from './release.ts';
import { UPLOAD_STATES } from './upload.ts';

const Name = z.string().trim().min(1).max(200);
const OrganisationCode = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);
const Day = z.iso.date();

export const ORGANISATION_KINDS = [
  'certification_body',
  'college',
  'state_agency',
  'wage_source',
  'enrollment_source',
  'funder',
  'alliance',
  'steward',
] as const;

export const Organisation = z.strictObject({
  organisation: OrganisationCode,
  name: Name,
  kind: z.enum(ORGANISATION_KINDS),
});
export type Organisation = z.infer<typeof Organisation>;

export const API_KEY_SCOPES = ['contribute', 'evaluate', 'steward'] as const;
export type ApiKeyScope = (typeof API_KEY_SCOPES)[number];

export const CreateApiKey = z.strictObject({
  organisation: OrganisationCode,
  scopes: z.array(z.enum(API_KEY_SCOPES)).min(1),
  /** The kinds of source this key may contribute; empty for keys that contribute nothing. */
  kinds: z.array(z.enum(SOURCE_KINDS)),
  label: Name,
});
export type CreateApiKey = z.infer<typeof CreateApiKey>;

/** Shown once: `apiKey` is stored as a hash only. */
export const CreatedApiKey = z.strictObject({ apiKeyId: z.uuid(), apiKey: z.string() });
export type CreatedApiKey = z.infer<typeof CreatedApiKey>;

/** An API key as a steward sees it: never its secret. */
export const ApiKeyView = z.strictObject({
  apiKeyId: z.uuid(),
  organisation: z.string(),
  scopes: z.array(z.enum(API_KEY_SCOPES)),
  kinds: z.array(z.enum(SOURCE_KINDS)),
  label: z.string(),
  createdAt: z.iso.datetime(),
  revokedAt: z.iso.datetime().nullable(),
});
export type ApiKeyView = z.infer<typeof ApiKeyView>;

/** An upload as a steward sees it: state and times, no figure of its content. */
export const UploadSummary = z.strictObject({
  uploadId: z.uuid(),
  organisation: z.string(),
  kind: z.enum(SOURCE_KINDS),
  state: z.enum(UPLOAD_STATES),
  refusalCode: z.string().nullable(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});
export type UploadSummary = z.infer<typeof UploadSummary>;

export const AGREEMENT_STATES = ['draft', 'active', 'suspended', 'expired', 'destroyed'] as const;

export const USES = [
  'link',
  'improve_separate',
  'improve_pooled',
  'account_separate',
  'account_pooled',
  'roi',
  'publish_open',
] as const;

/** Named disclosure rules an agreement can ask for; they can only make the policy of a release stricter. */
export const PRIVACY_PROFILES = ['wris3', 'texas5', 'ferpa10', 'adrf11', 'pseo30', 'wfpell'] as const;
export type PrivacyProfile = (typeof PRIVACY_PROFILES)[number];

/** A data-sharing agreement: the grantor lets the exchange use one source for the named uses of the grantee. */
export const Agreement = z.strictObject({
  agreementId: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/),
  grantor: OrganisationCode,
  grantee: OrganisationCode,
  legalBasis: z.enum(['ferpa_study', 'ferpa_audit_eval', 'uc_603', 'contract', 'consent']),
  purpose: Name,
  /** The kinds of source the grantor may contribute under this agreement. */
  kinds: z.array(z.enum(SOURCE_KINDS)).min(1),
  uses: z.array(z.enum(USES)).min(1),
  privacyProfile: z.enum(PRIVACY_PROFILES),
  /** Most decoys the grantor's program may plant in one upload; none where it is left out. */
  decoys: z.int().nonnegative().max(MOST_DECOYS).optional(),
  starts: Day,
  expires: Day,
  destroyBy: Day.nullable(),
  state: z.enum(AGREEMENT_STATES),
});
export type Agreement = z.infer<typeof Agreement>;

/** An agreement as it is shown: one entered before profiles had a closed list may name another. */
export const AgreementView = Agreement.extend({ privacyProfile: z.string() });
export type AgreementView = z.infer<typeof AgreementView>;

export const PutCatalogue = z.strictObject({ catalogue: Catalogue });
export const CatalogueView = z.strictObject({
  catalogueSha256: z.string(),
  credentials: z.int(),
  createdAt: z.iso.datetime(),
});

export const RUN_STATES = ['ordered', 'linking', 'linked', 'failed', 'cancelled'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** Progress of long work: what is being done, how far it is, and an honest guess of the rest (null while unknown). */
export const Progress = z.strictObject({
  step: z.string(),
  done: z.number(),
  total: z.number().nullable(),
  secondsLeft: z.number().nullable(),
});
export type Progress = z.infer<typeof Progress>;

export const RunView = z.strictObject({
  runId: z.uuid(),
  state: z.enum(RUN_STATES),
  orderedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  progress: Progress.nullable(),
  /** The run's quality record, once linked: per source, shares and posterior error rates. */
  quality: z.record(z.string(), z.unknown()).nullable(),
  failure: z.string().nullable(),
});
export type RunView = z.infer<typeof RunView>;

/** Disclosure policies a release can be ordered under: two methods with the minimum of ten, and named profiles. */
export const POLICY_NAMES = ['rounded', 'exact', ...PRIVACY_PROFILES] as const;

export const OrderRelease = z.strictObject({
  title: Name,
  policy: z.enum(POLICY_NAMES).default('rounded'),
  /** Hold the release for a steward's word instead of publishing it when it is built. */
  hold: z.boolean().default(false),
  /**
   * The annual restatement: the newest revision of every wage file is read. Fails with `nothing_to_restate` where no file
   * of the newest release was revised.
   */
  restate: z.boolean().default(false),
});
export type OrderRelease = z.infer<typeof OrderRelease>;

export const ReleaseView = z.strictObject({
  releaseId: z.uuid(),
  /** The public id, once built. */
  publishedId: z.string().nullable(),
  title: z.string(),
  policy: z.string(),
  state: z.enum(RELEASE_STATES),
  orderedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  progress: Progress.nullable(),
  failure: z.string().nullable(),
  /** Rosters that were kept out of it, once built. */
  quarantined: z.array(QuarantinedRoster),
  /** Error rates of the linkage beyond the policy's limits, once built: it is held until somebody publishes it all the same. */
  linkageAlarms: z.array(LinkageAlarm),
  /** Shares of each source's persons found in wages, once built. */
  matchRates: z.array(MatchRate),
});
export type ReleaseView = z.infer<typeof ReleaseView>;

export const AuditEvent = z.strictObject({
  eventNo: z.int(),
  at: z.iso.datetime(),
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
});
export type AuditEvent = z.infer<typeof AuditEvent>;
