import { rejected } from '@credlink/contracts';
import { type Database, findExchange, listKeyEpochs } from '@credlink/store';
import { deriveKeyPair } from './derive-key-pair.ts';
import { type EvaluationPool, startEvaluationPool } from './evaluation-pool.ts';

/** The keys of one epoch, with threads that evaluate under them. */
export type EpochKey = {
  readonly keyEpoch: number;
  /** Base64. */
  readonly publicKey: string;
  readonly pool: EvaluationPool;
};

export type EpochKeys = {
  /**
   * The keys of an epoch contributors may speak of, the current one where none is named. What the exchange's row says is
   * read anew each time; keys of an epoch that is neither current nor next any more are dropped, threads and all.
   *
   * @throws {AppError} `key_epoch_not_current`, also where this keyholder was not given the key of that epoch
   */
  readonly of: (keyEpoch?: number) => Promise<EpochKey>;
  /**
   * The public key the epoch after the current one would have, for the steward who begins it, and whether its seed is
   * another one than that of the current epoch: the public keys differ in any case.
   */
  readonly following: () => Promise<
    Pick<EpochKey, 'keyEpoch' | 'publicKey'> & { readonly isNewSeed: boolean }
  >;
  readonly close: () => Promise<void>;
};

/**
 * Claim: a seed serves the epochs it belongs to by their public keys and no other: contributors check every proof against
 * the public key of the epoch, so an evaluation under another key would be refused by them, and is not made here.
 *
 * @param options.seeds values of CREDLINK_OPRF_KEY and, where it is set, CREDLINK_NEXT_OPRF_KEY; the last one serves the epoch
 * that begins
 */
export function openEpochKeys(options: {
  readonly db: Database;
  readonly seeds: readonly Uint8Array[];
  readonly threads: number;
}): EpochKeys {
  const { db, seeds, threads } = options;
  const opened = new Map<string, Promise<EpochKey>>();
  const nameOf = (keyEpoch: number, publicKey: string): string => `${keyEpoch} ${publicKey}`;

  async function open(exchangeId: string, keyEpoch: number, publicKey: string): Promise<EpochKey> {
    for (const seed of seeds) {
      const keys = await deriveKeyPair(seed, { exchangeId, keyEpoch });
      if (Buffer.from(keys.publicKey).toString('base64') !== publicKey) continue;
      return { keyEpoch, publicKey, pool: startEvaluationPool({ secretKey: keys.secretKey, threads }) };
    }
    throw rejected(
      'key_epoch_not_current',
      `this keyholder was not given the key of epoch ${keyEpoch}; its operator has to start it with that key`,
    );
  }

  async function drop(name: string): Promise<void> {
    const key = opened.get(name);
    opened.delete(name);
    await (await key?.catch(() => undefined))?.pool.close();
  }

  return {
    of: async (keyEpoch) => {
      const exchange = await findExchange(db);
      if (exchange === null) throw rejected('config_invalid', 'the exchange has not been set up');
      const { exchangeId, nextEpoch } = exchange;
      const live = nextEpoch === null ? [exchange] : [exchange, nextEpoch];
      const names = new Set(live.map((epoch) => nameOf(epoch.keyEpoch, epoch.oprfPublicKey)));
      for (const name of opened.keys()) if (!names.has(name)) await drop(name);
      const epoch = live.find((one) => one.keyEpoch === (keyEpoch ?? exchange.keyEpoch));
      if (epoch === undefined) {
        throw rejected(
          'key_epoch_not_current',
          `the exchange is in key epoch ${live.map((one) => one.keyEpoch).join(', moving to ')}, not in ${keyEpoch}`,
        );
      }
      const name = nameOf(epoch.keyEpoch, epoch.oprfPublicKey);
      const known = opened.get(name) ?? open(exchangeId, epoch.keyEpoch, epoch.oprfPublicKey);
      opened.set(name, known);
      known.catch(() => opened.delete(name));
      return known;
    },
    following: async () => {
      const exchange = await findExchange(db);
      const seed = seeds.at(-1);
      if (exchange === null || seed === undefined)
        throw rejected('config_invalid', 'the exchange has not been set up');
      const { exchangeId, oprfPublicKey } = exchange;
      const keyEpoch = exchange.keyEpoch + 1;
      const publicKeyOf = async (ofEpoch: number): Promise<string> =>
        Buffer.from((await deriveKeyPair(seed, { exchangeId, keyEpoch: ofEpoch })).publicKey).toString(
          'base64',
        );
      const isNewSeed = (await publicKeyOf(exchange.keyEpoch)) !== oprfPublicKey;
      return { keyEpoch, publicKey: await publicKeyOf(keyEpoch), isNewSeed };
    },
    close: async () => {
      for (const name of [...opened.keys()]) await drop(name);
    },
  };
}

/** Numbers of all epochs there ever were to whose public key one of the seeds belongs. */
export async function heldEpochs(
  db: Database,
  exchangeId: string,
  seeds: readonly Uint8Array[],
): Promise<readonly number[]> {
  const held: number[] = [];
  for (const { keyEpoch, oprfPublicKey } of await listKeyEpochs(db)) {
    for (const seed of seeds) {
      const { publicKey } = await deriveKeyPair(seed, { exchangeId, keyEpoch });
      if (Buffer.from(publicKey).toString('base64') === oprfPublicKey) held.push(keyEpoch);
    }
  }
  return held;
}
