import { createCipheriv, createDecipheriv, createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fault } from '@credlink/contracts';
import { deriveLocalKey } from './derive-local-key.ts';

/** One remembered evaluation: `tag` finds it (16 bytes, HMAC of the SSN), `output` is the OPRF output. */
export type CachedEvaluation = { readonly tag: Uint8Array; readonly output: Uint8Array };

const TAG_BYTES = 16;
const OUTPUT_BYTES = 64;
const ENTRY_BYTES = TAG_BYTES + OUTPUT_BYTES;
const NONCE_BYTES = 12;
const SEAL_BYTES = 16;

/** Entries of a full segment: 5 MiB, decrypted at once. */
const SEGMENT_ENTRIES = 65_536;

/** Small segments are merged into full ones when there are more than this many. */
const MOST_SMALL_SEGMENTS = 32;

/**
 * OPRF outputs of SSNs this machine has already asked for, sealed on disk.
 *
 * Claim: without the exchange key the files tell nothing but how many SSNs were asked for. Against somebody who holds
 * both the files and the exchange key they are as good as a list of the SSNs in them, which is why they lie in the
 * owner's private folder beside the files they came from.
 *
 * Each segment is AES-256-GCM under a key derived from the exchange key, with a random nonce; exchange, epoch and
 * segment name are authenticated, so a segment of another exchange or epoch does not open.
 */
export class EvaluationCache {
  readonly #folder: string;
  readonly #scope: string;
  readonly #sealKey: Uint8Array;
  readonly #tagKey: ReturnType<typeof createSecretKey>;

  constructor(folder: string, scope: string, exchangeKey: Uint8Array) {
    this.#folder = folder;
    this.#scope = scope;
    this.#sealKey = deriveLocalKey(exchangeKey, 'evaluation-cache/seal');
    this.#tagKey = createSecretKey(deriveLocalKey(exchangeKey, 'evaluation-cache/tag'));
  }

  tagOf(ssn: string): Uint8Array {
    return createHmac('sha256', this.#tagKey).update(`${this.#scope}/${ssn}`).digest().subarray(0, TAG_BYTES);
  }

  /** Every remembered evaluation, one segment at a time. A segment that does not open is passed over: it is only a cache. */
  async *entries(): AsyncGenerator<readonly CachedEvaluation[]> {
    for (const name of await this.#segments()) {
      const entries = await this.#read(name);
      if (entries !== null) yield entries;
    }
  }

  /** Remembers evaluations for good before it returns. Returns the segments it wrote. */
  async add(evaluations: readonly CachedEvaluation[]): Promise<readonly string[]> {
    const names: string[] = [];
    for (let from = 0; from < evaluations.length; from += SEGMENT_ENTRIES) {
      names.push(await this.#write(evaluations.slice(from, from + SEGMENT_ENTRIES)));
    }
    return names;
  }

  /** Puts segments of `add` together, `evaluations` being all they hold. Killed on the way, both are there. */
  async merge(names: readonly string[], evaluations: readonly CachedEvaluation[]): Promise<void> {
    if (names.length < 2) return;
    await this.add(evaluations);
    for (const name of names) await rm(join(this.#folder, name), { force: true });
  }

  /** Merges small segments. Safe beside another command: a segment is written before its parts are removed. */
  async compact(): Promise<void> {
    const small: { name: string; entries: readonly CachedEvaluation[] }[] = [];
    for (const name of await this.#segments()) {
      const entries = await this.#read(name);
      if (entries !== null && entries.length < SEGMENT_ENTRIES / 2) small.push({ name, entries });
    }
    if (small.length <= MOST_SMALL_SEGMENTS) return;
    await this.merge(
      small.map(({ name }) => name),
      small.flatMap(({ entries }) => entries),
    );
  }

  async #segments(): Promise<string[]> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    return (await readdir(this.#folder)).filter((name) => name.endsWith('.sealed')).sort();
  }

  async #write(entries: readonly CachedEvaluation[]): Promise<string> {
    const plain = new Uint8Array(entries.length * ENTRY_BYTES);
    entries.forEach(({ tag, output }, index) => {
      if (tag.length !== TAG_BYTES || output.length !== OUTPUT_BYTES)
        throw fault('evaluation of another size');
      plain.set(tag, index * ENTRY_BYTES);
      plain.set(output, index * ENTRY_BYTES + TAG_BYTES);
    });
    const name = `${randomBytes(12).toString('hex')}.sealed`;
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#sealKey, nonce);
    cipher.setAAD(this.#authenticated(name));
    const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    plain.fill(0);
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const unfinished = join(this.#folder, `${name}.part`);
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await file.writeFile(sealed);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, join(this.#folder, name));
    return name;
  }

  async #read(name: string): Promise<readonly CachedEvaluation[] | null> {
    let sealed: Buffer;
    try {
      sealed = await readFile(join(this.#folder, name));
    } catch {
      return null; // merged away by another command
    }
    const plain = this.#open(name, sealed);
    if (plain === null) return null;
    return Array.from({ length: plain.length / ENTRY_BYTES }, (_, index) => {
      const entry = plain.subarray(index * ENTRY_BYTES, (index + 1) * ENTRY_BYTES);
      return { tag: entry.subarray(0, TAG_BYTES), output: entry.subarray(TAG_BYTES) };
    });
  }

  #open(name: string, sealed: Uint8Array): Uint8Array | null {
    const bytes = sealed.length - NONCE_BYTES - SEAL_BYTES;
    if (bytes <= 0 || bytes % ENTRY_BYTES !== 0) return null;
    const decipher = createDecipheriv('aes-256-gcm', this.#sealKey, sealed.subarray(0, NONCE_BYTES));
    decipher.setAAD(this.#authenticated(name));
    decipher.setAuthTag(sealed.subarray(NONCE_BYTES + bytes));
    try {
      return Buffer.concat([
        decipher.update(sealed.subarray(NONCE_BYTES, NONCE_BYTES + bytes)),
        decipher.final(),
      ]);
    } catch {
      return null;
    }
  }

  #authenticated(name: string): Uint8Array {
    return Buffer.from(`credlink evaluation cache 1\n${this.#scope}\n${name}`);
  }
}
