import { randomBytes, randomUUID } from 'node:crypto';
import {
  type Agreement,
  type ApiKeyScope,
  Catalogue,
  type ExchangeParameters,
  type SourceKind,
} from '@credlink/contracts';
import {
  type Database,
  formatApiKey,
  insertApiKey,
  insertCatalogue,
  insertExchange,
  inTransaction,
  putAgreement,
  putOrganisation,
} from '@credlink/store';
import { NORMALISER_MAJOR, PACKS } from '@credlink/tokens';

const AT = new Date('2026-01-01T00:00:00Z');

/** The parameters of an exchange under test; a test changes what it is about. */
export function exchangeParameters(change: Partial<ExchangeParameters> = {}): ExchangeParameters {
  return {
    exchangeId: '6f1d8a80-0000-4000-8000-000000000001',
    name: 'Test exchange',
    keyEpoch: 1,
    keyCheckValue: '0123456789abcdef0123456789abcdef',
    normaliserMajor: NORMALISER_MAJOR,
    packs: Object.values(PACKS).map(({ name, version }) => ({ name, version })),
    oprfPublicKey: Buffer.alloc(32).toString('base64'),
    nextEpoch: null,
    ...change,
  };
}

export function enterExchange(db: Database, change: Partial<ExchangeParameters> = {}): Promise<void> {
  return inTransaction(db, 'test', (tx) => insertExchange(tx, exchangeParameters(change), AT));
}

/** An organisation with an API key of its own. @returns the API key */
export async function enterOrganisation(
  db: Database,
  organisation: string,
  key: { readonly scopes: readonly ApiKeyScope[]; readonly kinds?: readonly SourceKind[] },
): Promise<string> {
  const apiKeyId = randomUUID();
  const secret = randomBytes(32);
  await inTransaction(db, 'test', async (tx) => {
    await putOrganisation(tx, { organisation, name: organisation, kind: 'certification_body' }, AT);
    const { scopes, kinds = [] } = key;
    await insertApiKey(tx, { apiKeyId, organisation, scopes, kinds, label: 'test', secret, createdAt: AT });
  });
  return formatApiKey(apiKeyId, secret);
}

/** An agreement of an organisation with itself that covers everything for ever, but for what a test changes. */
export function enterAgreement(
  db: Database,
  grantor: string,
  change: Partial<Agreement> = {},
): Promise<void> {
  return inTransaction(db, 'test', (tx) =>
    putAgreement(tx, {
      agreementId: `AG-${grantor}`,
      grantor,
      grantee: grantor,
      legalBasis: 'contract',
      purpose: 'test',
      kinds: ['holders', 'wages', 'employers', 'roster'],
      uses: ['link'],
      // Asks for less than the default policy and the exact one, so that releases are of the policy they are ordered under.
      privacyProfile: 'wris3',
      starts: '2020-01-01',
      expires: '2999-12-31',
      destroyBy: null,
      state: 'active',
      ...change,
    }),
  );
}

/** What a steward sends of credentials of `harbor` with these codes, and nothing that may be left out. */
export function harborCatalogue(...codes: readonly string[]) {
  return {
    credentials: codes.map((code) => ({
      code,
      name: code,
      type: 'Certification',
      owner: 'harbor',
      status: 'active',
    })),
    source_coverage: [],
  };
}

/** The same as the exchange keeps it. */
export function catalogueOf(codes: readonly string[]): Catalogue {
  return Catalogue.parse(harborCatalogue(...codes));
}

/** Enters a catalogue of credentials with these codes. */
export function enterCatalogue(db: Database, codes: readonly string[]): Promise<void> {
  const catalogue = catalogueOf(codes);
  const catalogueSha256 = randomBytes(32).toString('hex');
  return inTransaction(db, 'test', (tx) =>
    insertCatalogue(tx, { catalogueSha256, catalogue, createdAt: AT }),
  );
}
