import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PrivacyProfile } from '@credlink/contracts';
import { canonicalJson, type Json, ROUNDED_POLICY } from '@credlink/disclosure';
import { afterAll, expect, test } from 'vitest';
import { enterAgreement } from '../support/exchange-rows.ts';
import { holdersAndWages } from '../support/holders-and-wages.ts';
import type { SeriesRelease } from '../support/release-series.ts';
import { testDatabase } from '../support/test-database.ts';

const database = testDatabase();
// 25 persons that wages confirm: enough for ten, too few for thirty.
const series = holdersAndWages(database, { holders: 40, found: 25 });
const closers: (() => Promise<unknown>)[] = [];

afterAll(async () => {
  for (const close of closers.toReversed()) await close();
});

/** The same data under other agreements, as if nothing had been shown before. */
async function releaseUnder(profiles: Readonly<Record<string, PrivacyProfile>>): Promise<SeriesRelease> {
  const { db } = database.adminStore();
  for (const [organisation, privacyProfile] of Object.entries(profiles)) {
    await enterAgreement(db, organisation, { uses: ['link', 'improve_pooled'], privacyProfile });
  }
  await series().forgetLedger();
  return series().release();
}

const shownIn = ({ cells }: SeriesRelease) =>
  [...cells].filter(([, { status }]) => status === 'ok').map(([name]) => name);
const HOLDERS = 'credential holders cohort=all,credential=X';
const LAX = { body: 'texas5', state: 'wris3' } as const;

test('one stricter agreement hides more in the whole release, and laxer ones change nothing', async () => {
  const lax = await releaseUnder(LAX);
  expect(lax.cells.get(HOLDERS)).toMatchObject({ status: 'ok', value: 40 });
  expect(lax.certificate.policy).toMatchObject({
    name: 'rounded',
    version: ROUNDED_POLICY.version,
    profiles: ['texas5', 'wris3'],
    terms: { counts: { minimum: 10, base: 10 } },
  });
  const strict = await releaseUnder({ ...LAX, state: 'pseo30' });
  expect(strict.cells.get(HOLDERS)).toMatchObject({ status: 'suppressed', value: null });
  expect(strict.certificate.policy).toMatchObject({
    version: `${ROUNDED_POLICY.version}+pseo30`,
    profiles: ['pseo30', 'texas5'],
    terms: { counts: { minimum: 30, base: 10 } },
  });
  const before = new Set(shownIn(lax));
  const after = shownIn(strict);
  expect(after.filter((name) => !before.has(name))).toEqual([]);
  expect(after.length).toBeLessThan(before.size);

  const again = await releaseUnder(LAX);
  expect(again.cells).toEqual(lax.cells);
  expect(again.certificate.policy).toEqual(lax.certificate.policy);
});

test('readers can compute the digest of the policy from its terms, which lack the limits of concentration', async () => {
  const { policy } = (await releaseUnder({ ...LAX, body: 'pseo30' })).certificate;
  const terms: Json = JSON.parse(JSON.stringify(policy.terms));
  expect(createHash('sha256').update(canonicalJson(terms)).digest('hex')).toBe(policy.sha256);
  expect(JSON.stringify(policy)).not.toMatch(/contributors|largestShare|concentration"/i);
  expect(policy.concentrationCommitment).toMatch(/^[0-9a-f]{64}$/);
});

test('who holds the key can open the commitment for an auditor, and nobody else', async () => {
  const { certificate } = await releaseUnder({ ...LAX, state: 'adrf11' });
  const folder = await mkdtemp(join(tmpdir(), 'credlink-limits-'));
  closers.push(() => rm(folder, { recursive: true }));
  const path = join(folder, 'certificate.json');
  await writeFile(path, JSON.stringify(certificate));
  const command = join(import.meta.dirname, '../../services/publisher/src/show-limits.ts');
  const show = (key: number) =>
    promisify(execFile)(process.execPath, [command, path], {
      env: { ...process.env, CREDLINK_RELEASE_KEY: Buffer.alloc(32, key).toString('base64') },
    });
  const opened: Json = JSON.parse((await show(5)).stdout);
  expect(createHash('sha256').update(canonicalJson(opened)).digest('hex')).toBe(
    certificate.policy.concentrationCommitment,
  );
  expect(opened).toMatchObject({ concentration: { minimumContributors: 3, largestShare: 0.8 } });
  await expect(show(6)).rejects.toMatchObject({
    stdout: '',
    stderr: expect.stringMatching(/^show-limits: [^\n]+\n$/),
  });
});

test('a profile that is not known ends the release with a clear code, and nothing is shown', async () => {
  const { db } = database.adminStore();
  await db.schema.alterTable('agreement').dropConstraint('agreement_privacy_profile_check').execute();
  await db
    .updateTable('agreement')
    .set({ privacy_profile: JSON.parse('"ferpa9"') })
    .where('agreement_id', '=', 'AG-body')
    .execute();
  await series().link();
  const ended = await series().work(await series().order());
  expect(ended).toMatchObject({ state: 'failed', failureCode: 'policy_invalid', publishedId: null });
});

test('a release held under one profile is not shown when its agreement asks for another meanwhile', async () => {
  await releaseUnder(LAX);
  await series().link();
  const releaseId = await series().order({ hold: true });
  expect(await series().work(releaseId)).toMatchObject({ state: 'held' });
  await enterAgreement(database.adminStore().db, 'state', {
    uses: ['link', 'improve_pooled'],
    privacyProfile: 'pseo30',
  });
  await series().endHold(releaseId);
  expect(await series().work(releaseId)).toMatchObject({
    state: 'failed',
    failureCode: 'release_state_forbids',
  });
});
