import { readFile, writeFile } from 'node:fs/promises';
import { AppError, fault, type JobPayload } from '@credlink/contracts';
import { POLICIES } from '@credlink/disclosure';
import { startProgressWriter } from '@credlink/runtime';
import {
  type BuiltRelease,
  failRelease,
  findHeldRelease,
  findRelease,
  holdRelease,
  insertAuditEvent,
  insertPublished,
  inTransaction,
  publishRelease,
  type Release,
  type ReleaseInput,
  recordReleaseProgress,
  requireInputsStand,
  startRelease,
} from '@credlink/store';
import { openEngine } from '@credlink/vault';
import { computeCells } from '../compute/compute-cells.ts';
import type { ComputedCells, OnProgress } from '../compute/computed-cells.ts';
import type { PublisherContext } from '../context.ts';
import { createFactViews } from '../create-fact-views.ts';
import { makeRelease, type ReleaseDocument, releaseBytes } from '../make-release.ts';
import { parseReleaseDocument } from '../parse-release-document.ts';
import { requireLinks } from '../require-links.ts';
import { shownLinkage } from '../shown-linkage.ts';

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
    await settle(context, releaseId, document, held.releaseFile, 'publish');
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
    const computed = await compute(context, input, progress.report, stop);
    const document = makeRelease(computed, POLICIES[release.policy], [], {
      catalogue: input.catalogue,
      catalogueSha256: input.catalogueSha256,
      runId: input.runId,
      vaultFiles: [input.linksFile, ...input.facts.map((facts) => facts.factsFile)],
      linkage: shownLinkage(input.quality),
    });
    const target = vault.newPath('release');
    await writeFile(target, releaseBytes(document), { mode: 0o600 });
    const releaseFile = await vault.put('release', target);
    events.releaseBuilt({
      releaseId,
      publishedId: document.publishedId,
      cells: document.cells.length,
      milliseconds: clock.now().getTime() - startedAt.getTime(),
    });
    const isHeld = (await requireRelease(context, releaseId)).isHoldAsked;
    await settle(context, releaseId, document, releaseFile, isHeld ? 'hold' : 'publish');
  } finally {
    progress.stop();
  }
}

async function requireRelease({ db }: PublisherContext, releaseId: string): Promise<Release> {
  const release = await findRelease(db, releaseId);
  if (release === null) throw fault(`release ${releaseId} is gone`);
  return release;
}

async function compute(
  context: PublisherContext,
  input: ReleaseInput,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<ComputedCells> {
  const { vault } = context;
  const engine = await openEngine({ ...context.engine, folders: vault.folders, signal });
  try {
    const files = await Promise.all(
      input.facts.map(async ({ factsFile, ...rest }) => ({
        ...rest,
        path: await vault.pathOf('facts', factsFile),
      })),
    );
    const absent = await createFactViews(engine, await vault.pathOf('links', input.linksFile), files);
    return await computeCells(engine, { absent }, input.catalogue, onProgress);
  } finally {
    await engine.close();
  }
}

/** The transaction that makes a release what readers see, or keeps it for a steward's word. */
async function settle(
  { db, clock, events }: PublisherContext,
  releaseId: string,
  document: ReleaseDocument,
  releaseFile: string,
  event: 'hold' | 'publish',
): Promise<void> {
  const finishedAt = clock.now();
  const { publishedId } = document;
  const built: BuiltRelease = { publishedId, releaseFile, finishedAt };
  const isSettled = await inTransaction(db, 'settle-release', async (tx) => {
    const release = await findRelease(tx, releaseId);
    const isDone =
      event === 'hold' ? await holdRelease(tx, releaseId, built) : await publishRelease(tx, releaseId, built);
    if (release === null || !isDone) return false;
    if (event === 'publish') {
      // Hours of building or weeks of holding may lie between reading a source and showing what came of it.
      const today = finishedAt.toISOString().slice(0, 10);
      await requireInputsStand(tx, releaseId, document.certificate.inputs.vaultFiles, today);
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
