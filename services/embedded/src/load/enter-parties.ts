import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Agreement, SourceKind } from '@credlink/contracts';
import { USES } from '@credlink/contracts';
import { STEWARD } from '../found-exchange.ts';
import { writePrivately } from '../secrets.ts';
import type { Exchange } from '../start-exchange.ts';
import { type FolderCatalogue, kindsOf } from './folder-catalogue.ts';
import type { Contribution } from './plan-contributions.ts';

/** API key of each organisation that contributes. */
export type ApiKeys = ReadonlyMap<string, string>;

/**
 * Enters organisations, agreements and the catalogue of a folder, and gives every contributor an API key for just
 * the kinds of file it sends. Safe to repeat: keys are kept and everything else is put again.
 *
 * @param today ISO day
 */
export async function enterParties(
  exchange: Exchange,
  folder: FolderCatalogue,
  plan: readonly Contribution[],
  today: string,
  signal: AbortSignal,
): Promise<ApiKeys> {
  const { steward } = exchange.steward;
  for (const { org, name, kind } of folder.organisations) {
    await steward.putOrganisation({ organisation: org, name, kind }, signal);
  }
  const agreements = [...folder.agreements.map(toAgreement), ...contributionAgreements(folder, plan, today)];
  for (const agreement of agreements) await steward.putAgreement(agreement, signal);
  await steward.putCatalogue({ catalogue: folder.catalogue }, signal);

  const apiKeys = new Map<string, string>();
  for (const organisation of new Set(plan.map((one) => one.organisation))) {
    apiKeys.set(organisation, await apiKeyOf(exchange, organisation, kindsSent(plan, organisation), signal));
  }
  return apiKeys;
}

function kindsSent(plan: readonly Contribution[], organisation: string): SourceKind[] {
  return [...new Set(plan.filter((one) => one.organisation === organisation).map((one) => one.kind))];
}

function toAgreement(one: FolderCatalogue['agreements'][number]): Agreement {
  return {
    agreementId: one.agreement_id,
    grantor: one.grantor,
    grantee: one.grantee,
    legalBasis: one.legal_basis,
    purpose: one.purpose,
    kinds: [...kindsOf(one.source)],
    uses: one.uses,
    privacyProfile: one.privacy_profile,
    starts: one.starts,
    expires: one.expires,
    destroyBy: one.destroy_by ?? null,
    state: one.state,
  };
}

/**
 * A folder's agreements say who may learn what from whom; that an organisation may contribute at all is what loading
 * the folder means. Where none of its agreements is in force today it gets one with the steward, for a year.
 */
function contributionAgreements(
  folder: FolderCatalogue,
  plan: readonly Contribution[],
  today: string,
): Agreement[] {
  const organisations = new Set(plan.map((one) => one.organisation));
  return [...organisations].flatMap((organisation) => {
    const covered = new Set(
      folder.agreements
        .filter(
          (one) =>
            one.grantor === organisation &&
            one.state === 'active' &&
            one.starts <= today &&
            today <= one.expires &&
            one.uses.includes('link'),
        )
        .flatMap((one) => kindsOf(one.source)),
    );
    const kinds = kindsSent(plan, organisation).filter((kind) => !covered.has(kind));
    if (kinds.length === 0) return [];
    return [
      {
        agreementId: `LOAD-${organisation}`.slice(0, 63),
        grantor: organisation,
        grantee: STEWARD,
        legalBasis: 'contract' as const,
        purpose: 'contribution of the files of a folder',
        kinds,
        uses: [...USES],
        privacyProfile: 'ferpa10',
        starts: today,
        expires: `${Number(today.slice(0, 4)) + 1}-12-31`,
        destroyBy: null,
        state: 'active' as const,
      },
    ];
  });
}

async function apiKeyOf(
  exchange: Exchange,
  organisation: string,
  kinds: SourceKind[],
  signal: AbortSignal,
): Promise<string> {
  const path = join(exchange.home.keys, `${organisation}.api-key`);
  const kept = await readFile(path, 'utf8').catch(() => null);
  if (kept !== null) return kept;
  const { apiKey } = await exchange.steward.steward.createApiKey(
    { organisation, scopes: ['contribute', 'evaluate'], kinds, label: 'contributes a folder' },
    signal,
  );
  await writePrivately(path, apiKey);
  return apiKey;
}
