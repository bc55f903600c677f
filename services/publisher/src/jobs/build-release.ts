import { readFile, writeFile } from 'node:fs/promises';
import { AppError, fault, type JobPayload } from '@credlink/contracts';
import { POLICIES, type Policy } from '@credlink/disclosure';
import { closedCohorts } from '@credlink/measures';
import { startProgressWriter } from '@credlink/runtime';
import {
  type BuiltRelease,
  enterLedger,
  type FactsInput,
  failRelease,
  findHeldRelease,
  findRelease,
  holdRelease,
  insertAuditEvent,
  insertPublished,
  inTransaction,
  type LedgerFiles,
  lockLedger,
  markShown,
  publishRelease,
  type Release,
  type ReleaseFindings,
  type ReleaseInput,
  recordFindings,
  recordReleaseProgress,
  requireInputsStand,
  requireNewest,
  startRelease,
} from '@credlink/store';
import { openEngine } from '@credlink/vault';
import { computeCells } from '../compute/compute-cells.ts';
import type { OnProgress } from '../compute/computed-cells.ts';
import { makeBlur } from '../compute/make-blur.ts';
import type { PublisherContext } from '../context.ts';
import { createFactViews } from '../create-fact-views.ts';
import { earlierFigures } from '../ledger/earlier-figures.ts';
import { closedRosters, makeRosters } from '../ledger/make-rosters.ts';
import { personKeys } from '../ledger/person-keys.ts';
import { readLedger } from '../ledger/read-ledger.ts';
import { recountChanges } from '../ledger/recount-changes.ts';
import { revisedOfAtoms, revisedPersons } from '../ledger/revised-persons.ts';
import { storeLedger } from '../ledger/store-ledger.ts';
import { loadSolver } from '../load-solver.ts';
import { makeRelease, type ReleaseDocument, releaseBytes } from '../make-release.ts';
import { parseReleaseDocument } from '../parse-release-document.ts';
import { judgeLinkage } from '../quality/judge-linkage.ts';
import { readMatchRates } from '../quality/read-match-rates.ts';
import { recordedQualityOf } from '../quality/recorded-pairs.ts';
import { releasePolicy } from '../release-policy.ts';
import { requireLinks } from '../require-links.ts';
import { quarantineRosters } from '../rosters/quarantine-rosters.ts';
import { signCertificate } from '../sign-certificate.ts';
import { withPolicyTerms } from '../with-policy-terms.ts';

const ACTOR = 'service:publisher';

/**
 * Builds an ordered release and publishes it, or holds it where that was asked; publishes a held release whose hold
 * has ended. Safe to run twice and to die anywhere: readers see a release whole, after one transaction, or not at all.
 */
export async function buildRelease(
  context: PublisherContext,
  { releaseId }: JobPayload<'build-release'>,
  signal: AbortSignal,
): Promise<void> {
  const { db, vault, clock, events } = context;
  const held = await findHeldRelease(db, releaseId);
  if (held !== null) {
    if (held.isHoldAsked) return;
    const path = await vault.pathOf('release', held.releaseFile);
    const document = parseReleaseDocument(await readFile(path, 'utf8'));
    await settle(
      context,
      releaseId,
      { document, releaseFile: held.releaseFile, ledger: null, findings: null },
      'publish',
    );
    return;
  }
  const startedAt = clock.now();
  const input = await inTransaction(db, 'start-release', async (tx) => {
    const started = await startRelease(tx, releaseId, startedAt);
    if (started === null) return null;
    await insertAuditEvent(tx, {
      actor: ACTOR,
      action: 'release.started',
      subject: releaseId,
      at: startedAt,
    });
    return started;
  });
  if (input === null) return;
  await requireLinks(context.vault, input.linksFile);
  const release = await requireRelease(context, releaseId);
  events.releaseStarted({ releaseId, uploads: input.facts.length });
  const cancel = new AbortController();
  const progress = startProgressWriter<Parameters<OnProgress>[0]>(
    { step: 'facts', done: 0, total: 1 },
    (newest) => recordReleaseProgress(db, releaseId, { ...newest, secondsLeft: null }),
    () => cancel.abort(new AppError('rejected', 'cancelled', 'the release is no longer being built')),
  );
  try {
    const stop = AbortSignal.any([signal, cancel.signal]);
    const policy = releasePolicy(POLICIES[release.policy], input.facts, context.limits?.reveal() ?? null);
    const built = await build(context, input, policy, progress.report, stop);
    const { document } = built;
    events.releaseBuilt({
      releaseId,
      publishedId: document.publishedId,
      earlier: input.earlier.length,
      cells: document.cells.length,
      carried: document.certificate.cells.carried,
      quarantined: built.findings?.quarantined.length ?? 0,
      alarms: built.findings?.linkageAlarms.length ?? 0,
      milliseconds: clock.now().getTime() - startedAt.getTime(),
    });
    const isHeld = (await requireRelease(context, releaseId)).isHoldAsked;
    const isAlarming = (built.findings?.linkageAlarms.length ?? 0) > 0;
    await settle(context, releaseId, built, isHeld || isAlarming ? 'hold' : 'publish');
  } finally {
    progress.stop();
  }
}

async function requireRelease({ db }: PublisherContext, releaseId: string): Promise<Release> {
  const release = await findRelease(db, releaseId);
  if (release === null) throw fault(`release ${releaseId} is gone`);
  return release;
}

/** A release whose files lie in the vault and that no row knows of yet. */
type Built = {
  readonly document: ReleaseDocument;
  readonly releaseFile: string;
  /** Null for one that was held: the ledger has it already. */
  readonly ledger: { readonly files: LedgerFiles; readonly uploadIds: readonly string[] } | null;
  /** Null for one that was held, as well. */
  readonly findings: ReleaseFindings | null;
};

async function build(
  context: PublisherContext,
  input: ReleaseInput,
  policy: Policy,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Built> {
  const { vault } = context;
  const engine = await openEngine({ ...context.engine, folders: vault.folders, signal });
  try {
    const located = (facts: readonly FactsInput[]) =>
      Promise.all(
        facts.map(async ({ factsFile, ...rest }) => ({
          ...rest,
          path: await vault.pathOf('facts', factsFile),
        })),
      );
    const files = await located(input.facts);
    const absent = await createFactViews(engine, await vault.pathOf('links', input.linksFile), files);
    const quarantined = await quarantineRosters(engine, files, absent, policy.counts.minimum);
    const matchRates = await readMatchRates(engine, absent, policy.counts.minimum);
    const linkageAlarms = judgeLinkage(recordedQualityOf(input.quality), policy.linkage);
    const newest = input.earlier.at(-1);
    const records = newest === undefined ? null : await vault.pathOf('ledger', newest.files.records);
    const numbered = await Promise.all(
      input.earlier.flatMap(({ files: { persons, records: known } }) =>
        [persons, known].map((name) => vault.pathOf('ledger', name)),
      ),
    );
    for (const statement of personKeys(records, numbered, absent)) await engine.run(statement);
    if (newest !== undefined)
      await engine.run(closedRosters(await vault.pathOf('ledger', newest.files.rosters)));
    await makeBlur(engine, context.releaseKey);
    const inputs = {
      absent,
      hasRosters: newest !== undefined,
      blurCents: policy.percentiles.blurCents,
    };
    const computed = await computeCells(engine, inputs, input.catalogue, onProgress);
    const { isRestatement, restated } = input;
    await revisedPersons(engine, await located(restated.before), await located(restated.after));
    const earlier = () => readLedger(engine, vault, input.earlier);
    const history = {
      earlier: await earlierFigures(computed, earlier(), policy),
      revised: isRestatement ? await revisedOfAtoms(engine) : null,
      recount: (cells: ReleaseDocument['cells']) =>
        recountChanges(engine, computed, cells, earlier(), policy, isRestatement),
    };
    const origin = {
      catalogue: input.catalogue,
      catalogueSha256: input.catalogueSha256,
      runId: input.runId,
      vaultFiles: [input.linksFile, ...input.facts.map((facts) => facts.factsFile)],
      earlierReleases: input.earlier.map(({ publishedId }) => publishedId),
      linkage: { quality: input.quality, limits: policy.linkage, alarms: linkageAlarms },
    };
    const unsigned = await makeRelease(computed, policy, history, origin, await loadSolver());
    const certificate = signCertificate(
      withPolicyTerms(unsigned.certificate, policy, input.facts, context.releaseKey),
      context.releaseKey,
    );
    const document: ReleaseDocument = { ...unsigned, certificate };
    await makeRosters(engine, closedCohorts(input.catalogue));
    const ledgerFiles = await storeLedger(engine, vault, computed, document.cells, policy);
    const target = vault.newPath('release');
    await writeFile(target, releaseBytes(document), { mode: 0o600 });
    const releaseFile = await vault.put('release', target);
    const uploadIds = input.facts.map(({ uploadId }) => uploadId);
    const findings = { quarantined, linkageAlarms, matchRates };
    return { document, releaseFile, ledger: { files: ledgerFiles, uploadIds }, findings };
  } finally {
    await engine.close();
  }
}

/** The transaction that makes a release what readers see, or keeps it for a steward's word. */
async function settle(
  { db, clock, events }: PublisherContext,
  releaseId: string,
  { document, releaseFile, ledger, findings }: Built,
  event: 'hold' | 'publish',
): Promise<void> {
  const finishedAt = clock.now();
  const { publishedId, certificate } = document;
  const built: BuiltRelease = { publishedId, releaseFile, finishedAt };
  const isSettled = await inTransaction(db, 'settle-release', async (tx) => {
    await lockLedger(tx);
    const release = await findRelease(tx, releaseId);
    if (event === 'publish') await requireNewest(tx, certificate.inputs.earlierReleases, ledger === null);
    const isDone =
      event === 'hold' ? await holdRelease(tx, releaseId, built) : await publishRelease(tx, releaseId, built);
    if (release === null || !isDone) return false;
    const shownAt = event === 'publish' ? finishedAt : null;
    if (ledger === null) await markShown(tx, releaseId, finishedAt);
    else {
      await enterLedger(tx, { releaseId, publishedId, ...ledger, shownAt });
    }
    if (findings !== null) await recordFindings(tx, releaseId, findings);
    if (event === 'publish') {
      // Hours of building or weeks of holding may lie between reading a source and showing what came of it.
      const today = finishedAt.toISOString().slice(0, 10);
      await requireInputsStand(tx, releaseId, certificate, today);
      await insertPublished(tx, { ...document, title: release.title, publishedAt: finishedAt });
    }
    const action = event === 'hold' ? 'release.held' : 'release.published';
    await insertAuditEvent(tx, { actor: ACTOR, action, subject: releaseId, at: finishedAt });
    return true;
  });
  if (!isSettled) return;
  if (event === 'hold') events.releaseHeld({ releaseId, publishedId });
  else events.releasePublished({ releaseId, publishedId });
}

/** Ends a release that cannot be built. */
export async function giveUpRelease(
  { db, clock, events }: PublisherContext,
  { releaseId }: JobPayload<'build-release'>,
  error: unknown,
): Promise<void> {
  const code = error instanceof AppError ? error.code : 'fault';
  const at = clock.now();
  await inTransaction(db, 'fail-release', async (tx) => {
    if (!(await failRelease(tx, releaseId, code, at))) return;
    await insertAuditEvent(tx, { actor: ACTOR, action: 'release.failed', subject: releaseId, at });
  });
  events.releaseFailed({ releaseId, code });
}
