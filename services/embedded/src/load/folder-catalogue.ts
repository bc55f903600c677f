import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AGREEMENT_STATES,
  Catalogue,
  ORGANISATION_KINDS,
  PRIVACY_PROFILES,
  type PrivacyProfile,
  rejected,
  type SourceKind,
  USES,
} from '@credlink/contracts';
import { z } from 'zod';

/** What an agreement of a folder calls its source, and the kinds of file it stands for. */
const AGREEMENT_SOURCES = ['wages', 'college', 'holders', 'register', 'clearinghouse'] as const;

const OrganisationOfFolder = z.object({
  org: z.string(),
  name: z.string(),
  kind: z.enum(ORGANISATION_KINDS),
});
export type OrganisationOfFolder = z.infer<typeof OrganisationOfFolder>;

/** Short names that folders use for a profile. */
const SHORT_PROFILES = {
  adrf: 'adrf11',
  texas: 'texas5',
  pseo: 'pseo30',
  wris: 'wris3',
  wris2: 'wris3',
} as const;

const Profile = z
  .enum([...PRIVACY_PROFILES, 'adrf', 'texas', 'pseo', 'wris', 'wris2'])
  .transform((name): PrivacyProfile => (isShort(name) ? SHORT_PROFILES[name] : name));

function isShort(name: string): name is keyof typeof SHORT_PROFILES {
  return Object.hasOwn(SHORT_PROFILES, name);
}

const AgreementOfFolder = z.object({
  agreement_id: z.string(),
  grantor: z.string(),
  grantee: z.string(),
  legal_basis: z.enum(['ferpa_study', 'ferpa_audit_eval', 'uc_603', 'contract', 'consent']),
  purpose: z.string(),
  uses: z.array(z.enum(USES)),
  source: z.enum(AGREEMENT_SOURCES),
  privacy_profile: Profile,
  starts: z.iso.date(),
  expires: z.iso.date(),
  destroy_by: z.iso.date().nullish(),
  state: z.enum(AGREEMENT_STATES),
});
type AgreementOfFolder = z.infer<typeof AgreementOfFolder>;

const FolderCatalogue = z.object({
  organisations: z.array(OrganisationOfFolder).min(1),
  agreements: z.array(AgreementOfFolder),
});

/** `catalog.json` of a folder: who takes part, under which agreements, and the catalogue of the exchange. */
export type FolderCatalogue = z.infer<typeof FolderCatalogue> & { readonly catalogue: Catalogue };

/** Reads `catalog.json`. Errors: `file_not_found`, `catalogue_invalid` naming the place that is wrong. */
export async function readFolderCatalogue(folder: string): Promise<FolderCatalogue> {
  const text = await readFile(join(folder, 'catalog.json'), 'utf8').catch(() => {
    throw rejected(
      'file_not_found',
      'The folder has no catalog.json; see docs/EXCHANGE_FOLDER.md for its shape.',
    );
  });
  const document = parseJson(text);
  const parties = FolderCatalogue.safeParse(document);
  const catalogue = Catalogue.safeParse(document);
  const issue = parties.error?.issues[0] ?? catalogue.error?.issues[0];
  if (!parties.success || !catalogue.success) {
    throw rejected(
      'catalogue_invalid',
      `catalog.json is wrong at ${issue?.path.join('.') ?? 'its root'}: ${issue?.message ?? ''}`,
    );
  }
  return { ...parties.data, catalogue: catalogue.data };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw rejected('catalogue_invalid', 'catalog.json is not JSON.');
  }
}

/** Files of a college and what each is. */
export const COLLEGE_FILES: readonly [name: string, kind: SourceKind][] = [
  ['roster.csv', 'roster'],
  ['enrollment.csv', 'enrollment'],
  ['courses.csv', 'courses'],
  ['awards.csv', 'awards'],
  ['level_gains.csv', 'level_gains'],
];

/** The kinds an agreement's source stands for. */
export function kindsOf(source: AgreementOfFolder['source']): readonly SourceKind[] {
  switch (source) {
    case 'wages':
      return ['wages', 'employers'];
    case 'college':
      return COLLEGE_FILES.map(([, kind]) => kind);
    case 'holders':
      return ['holders'];
    case 'register':
      return ['register'];
    case 'clearinghouse':
      return ['clearinghouse'];
  }
}
