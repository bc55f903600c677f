import { createHash, randomBytes, randomInt } from 'node:crypto';
import {
  DECOY_KINDS,
  type DecoyOpening,
  decoyOpeningText,
  LEAST_SUBJECTS_WITH_DECOYS,
  type Manifest,
  SUBJECTS_PER_DECOY,
} from '@credlink/contracts';
import { bulkInsert, type Engine } from '@credlink/vault';
import { decoyIdentity } from './decoy-identity.ts';
import { identityText, parseIdentityText } from './identity-text.ts';

/** Beside the manifest of a tokenised file: what opens its commitment. */
export const DECOYS_FILE = 'decoys.json';

/** Records that a decoy may be put together from. */
const PARTS = 4;

/** Attempts for each decoy that is wanted: records that share an initial make no twins, those without names nothing. */
const ATTEMPTS = 2;

/**
 * Adds decoys to the table `subject`: a third of each kind, subject ids random like all others, on no row of the file,
 * so that they have tokens and not one fact.
 *
 * Claim: a decoy reaches no count. What has no fact is in no figure; intake refuses a decoy that has one.
 *
 * @param most as many as are asked for; fewer, or none, where the file is small
 * @returns what opens the manifest's commitment; null where none was planted
 */
export async function plantDecoys(
  engine: Engine,
  subjects: number,
  most: number,
): Promise<DecoyOpening | null> {
  const wanted =
    subjects < LEAST_SUBJECTS_WITH_DECOYS ? 0 : Math.min(most, Math.floor(subjects / SUBJECTS_PER_DECOY));
  if (wanted === 0) return null;
  const rows = await engine.rows(
    `SELECT subject_id::VARCHAR AS subject, identity FROM subject ORDER BY subject_id LIMIT ${PARTS * ATTEMPTS * wanted}`,
    [],
    (row) => ({ subject: String(row.subject), record: parseIdentityText(String(row.identity)) }),
  );
  const insert = await bulkInsert(engine, 'subject', ['UBIGINT', 'VARCHAR', 'BIGINT']);
  const decoys: DecoyOpening['decoys'] = [];
  const left = new Map(DECOY_KINDS.map((kind) => [kind, Math.ceil(wanted / DECOY_KINDS.length)]));
  for (let place = 0; decoys.length < wanted && place < rows.length; place += PARTS) {
    const kind = DECOY_KINDS[(place / PARTS) % DECOY_KINDS.length] ?? 'copy';
    const leftOfKind = left.get(kind) ?? 0;
    if (leftOfKind === 0) continue;
    const parts = rows.slice(place, place + PARTS);
    const identity = decoyIdentity(
      kind,
      parts.map(({ record }) => record),
      (below) => randomInt(below),
    );
    if (identity === null) continue;
    left.set(kind, leftOfKind - 1);
    const subject = randomBytes(8).readBigUInt64BE();
    insert.add([subject, identityText(identity), 0n]);
    decoys.push({ subject: String(subject), kind, of: kind === 'copy' ? (parts[0]?.subject ?? null) : null });
  }
  insert.finish();
  return decoys.length === 0 ? null : { salt: randomBytes(32).toString('hex'), decoys };
}

/** What a manifest says of them: their number, and a digest that holds its owner to which they are. */
export function decoyStatement(opening: DecoyOpening | null): Pick<Manifest, 'decoys'> {
  if (opening === null) return {};
  const commitment = createHash('sha256').update(decoyOpeningText(opening)).digest('hex');
  return { decoys: { count: opening.decoys.length, commitment } };
}
