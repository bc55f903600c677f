import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, type Logger, openQueue, serveHttp, startSweeper, withShutdown } from '@credlink/runtime';
import {
  enterVaultKeys,
  inTransaction,
  listKeyEpochs,
  listUploadIds,
  listUploadsToRekey,
  openServiceStore,
} from '@credlink/store';
import { vaultView } from '@credlink/vault';
import { addRoutes } from './app.ts';
import type { IntakeConfig } from './config.ts';
import { contributorAuthentication, type IntakeContext } from './context.ts';
import { intakeEvents } from './events.ts';
import { finishVaultKeyChange } from './finish-vault-key-change.ts';
import { commitUpload, giveUpUpload } from './jobs/commit-upload.ts';
import { endEpoch } from './jobs/end-epoch.ts';
import { giveUpRekey, rekeyUpload } from './jobs/rekey-upload.ts';
import { sweepLeftovers } from './jobs/sweep-leftovers.ts';
import { vaultKeyring } from './rules/vault-keyring.ts';
import { openSpool } from './spool.ts';

/** Of every route: a manifest counts identifiers and rules, so it never grows with the file. */
const BODY_LIMIT_BYTES = 64 * 1024;

/** Validation is parallel inside the engine, and each engine has its own memory. */
const COMMITS_AT_A_TIME = 1;

export type IntakeDependencies = { readonly logger: Logger; readonly clock: Clock };

export type Intake = { readonly url: string; readonly close: () => Promise<void> };

/** Starts intake: its HTTP routes, the worker of `commit-upload`, and the sweeper. */
export async function startIntake(config: IntakeConfig, dependencies: IntakeDependencies): Promise<Intake> {
  const { logger, clock } = dependencies;
  const events = intakeEvents(logger);
  return withShutdown(
    async (shutdown) => {
      const store = await openServiceStore('intake', config.databaseUrl.reveal());
      shutdown.onClose('store', store.close);
      const { db } = store;
      const keyring = vaultKeyring(config.vaultKey.reveal(), {
        layer: config.vaultLayerKey?.reveal(),
        next: config.nextVaultLayerKey?.reveal(),
      });
      await inTransaction(db, 'enter-vault-keys', (tx) => enterVaultKeys(tx, keyring, clock.now()));
      const queue = openQueue({ backend: config.queueUrl, logger });
      shutdown.onClose('queue', queue.close);
      // What engines of a killed process spilled; the spool belongs to this process alone.
      const tempFolder = join(config.spoolFolder, 'engine');
      await rm(tempFolder, { recursive: true, force: true });
      const context: IntakeContext = {
        db,
        clock,
        events,
        queue,
        spool: await openSpool(config.spoolFolder),
        vault: await vaultView(config.vaultFolder, ['identity', 'facts']),
        keyring,
        engine: {
          memoryLimit: config.memoryLimit,
          threads: config.threads,
          tempFolder,
        },
        limits: config,
        authentication: contributorAuthentication(db),
      };
      await queue.work(
        {
          'commit-upload': commitUpload(context),
          'rekey-upload': rekeyUpload(context),
          'end-epoch': endEpoch(context),
        },
        {
          concurrency: COMMITS_AT_A_TIME,
          signal: shutdown.signal,
          lockSeconds: config.jobLockSeconds,
          gaveUp: { 'commit-upload': giveUpUpload(context), 'rekey-upload': giveUpRekey(context) },
        },
      );
      const stopSweeper = startSweeper({
        queue,
        logger,
        intervalSeconds: config.sweepSeconds,
        listUnfinished: async () => {
          await sweepLeftovers(context);
          await finishVaultKeyChange(context);
          const ending = (await listKeyEpochs(db)).filter(({ state }) => state === 'ending');
          const toCommit = await listUploadIds(db, 'validating', clock.now());
          const toRekey = await listUploadsToRekey(db);
          return [
            ...ending.map(({ keyEpoch }) => ({ name: 'end-epoch' as const, payload: { keyEpoch } })),
            ...toCommit.map((uploadId) => ({ name: 'commit-upload' as const, payload: { uploadId } })),
            ...toRekey.map((uploadId) => ({ name: 'rekey-upload' as const, payload: { uploadId } })),
          ];
        },
      });
      shutdown.onClose('sweeper', stopSweeper);
      const url = await serveHttp(
        shutdown,
        {
          logger,
          bodyLimitBytes: BODY_LIMIT_BYTES,
          address: config,
          checkReady: store.checkReady,
        },
        (app) => addRoutes(app, context),
      );
      events.intakeStarted({ url });
      return { url };
    },
    () => events.intakeStopped({}),
  );
}
