import { AppError, type Catalogue, type Certificate, type PublishedCell } from '@credlink/contracts';
import {
  digestJson,
  type EarlierRelease,
  type Policy,
  type ProtectInput,
  type Protection,
  protect,
  type Released,
  type Solver,
  UnsafeRelease,
} from '@credlink/disclosure';
import { dimensionShapes, measureDefinitions, outcomeTables, publishedTables } from '@credlink/measures';
import type { ProtectedRelease } from '@credlink/store';
import type { ComputedCells } from './compute/computed-cells.ts';
import { countsElsewhere } from './compute/counts-elsewhere.ts';
import { protectInputOf } from './compute/protect-input.ts';
import { publishedCells } from './compute/published-cells.ts';
import type { Recount } from './ledger/recount-changes.ts';
import { certifiedLinkage, type LinkageFindings } from './quality/certified-linkage.ts';
import { releaseLattice } from './release-lattice.ts';

/** What a release is made from, beyond the figures themselves; all of it goes into the certificate. */
export type ReleaseOrigin = {
  readonly catalogue: Catalogue;
  readonly catalogueSha256: string;
  readonly runId: string;
  readonly vaultFiles: readonly string[];
  /** Public ids of the releases readers saw before, oldest first. */
  readonly earlierReleases: readonly string[];
  readonly linkage: LinkageFindings;
};

/** What readers have, and how a finished release is compared with it once more. */
export type ReleaseHistory = {
  readonly earlier: readonly EarlierRelease[];
  /** Of a restatement: by atom, persons whose wages were revised. */
  readonly revised: ReadonlyMap<number, number> | null;
  readonly recount: (cells: readonly PublishedCell[]) => Promise<Recount>;
};

/** A finished release: everything readers will see and nothing else. */
export type ReleaseDocument = Omit<ProtectedRelease, 'title' | 'publishedAt'>;

export type UnsignedRelease = Omit<ReleaseDocument, 'certificate'> & {
  readonly certificate: Omit<Certificate, 'signature'>;
};

const CAVEATS = [
  'Not found in wages is not unemployed: self-employment, federal, military and out-of-state work are not in the wage files.',
  'Figures carry the error of the linkage; the linkage section says what is known of it.',
  'Figures describe; a difference before and after a credential is associated with it, not caused by it.',
];

const CENTS_PER_DOLLAR = 100;

function caveatsOf({ percentiles: { blurCents } }: Policy): string[] {
  if (blurCents === 0) return CAVEATS;
  const moved = `Percentiles that this release computed are of wages each quarter of which was moved by up to $${blurCents / CENTS_PER_DOLLAR}, for a person and a quarter always the same way. Their low and high bound the percentile of the moved wages; the true one is at most the moves of all its quarters further off.`;
  return [...CAVEATS, moved];
}

/**
 * Turns computed cells into a release: protected, addressed, digested, certified. The same input gives the same
 * bytes under the same key: neither time nor chance has a part in it.
 */
export async function makeRelease(
  computed: ComputedCells,
  policy: Policy,
  history: ReleaseHistory,
  origin: ReleaseOrigin,
  solver: Solver,
): Promise<UnsignedRelease> {
  const tables = outcomeTables(origin.catalogue);
  const protection = protectTables(
    {
      ...protectInputOf(computed, dimensionShapes(tables), policy, history.earlier, history.revised),
      elsewhere: countsElsewhere(origin.catalogue, computed, policy),
    },
    solver,
  );
  const shownTables = publishedTables(tables);
  const cells = publishedCells(computed, protection);
  const recount = await history.recount(cells);
  if (recount.violations > 0) throw unsafe('figures changed although too few persons came or went');
  const contentSha256 = digestJson({ tables: shownTables, cells });
  const publishedId = publishedIdOf(contentSha256, origin.earlierReleases);
  const lattice = releaseLattice(origin.catalogue, policy, computed);
  return {
    publishedId,
    contentSha256,
    policy: `${policy.name}@${policy.version}`,
    certificate: certificateOf(
      protection,
      policy,
      cells,
      { contentSha256, releaseId: publishedId, latticeSha256: digestJson(lattice) },
      origin,
      recount,
    ),
    lattice,
    definitions: tables.flatMap(measureDefinitions),
    tables: shownTables,
    cells,
  };
}

/**
 * A release is named by its content. One that shows the very same as an earlier one is another all the same: it was made
 * from other inputs, has a certificate of its own that names the earlier, and one can be withdrawn without the other.
 */
function publishedIdOf(contentSha256: string, earlierReleases: readonly string[]): string {
  const id = contentSha256.slice(0, ID_DIGITS);
  return earlierReleases.includes(id)
    ? digestJson({ contentSha256, earlierReleases }).slice(0, ID_DIGITS)
    : id;
}

const ID_DIGITS = 16;

/** @throws {AppError} `release_unsafe`: the same tables will not pass another time either */
function protectTables(input: ProtectInput, solver: Solver): Released<Protection> {
  try {
    return protect(input, solver);
  } catch (error) {
    if (error instanceof UnsafeRelease) throw unsafe(error.message, error);
    throw error;
  }
}

function unsafe(what: string, cause?: unknown): AppError {
  const message = `The release was not published: ${what}. Report it to those who maintain the program.`;
  return new AppError('rejected', 'release_unsafe', message, { cause });
}

function certificateOf(
  protection: Released<Protection>,
  policy: Policy,
  cells: readonly PublishedCell[],
  names: Pick<Certificate, 'contentSha256' | 'releaseId' | 'latticeSha256'>,
  origin: ReleaseOrigin,
  recount: Recount,
): Omit<Certificate, 'signature'> {
  return {
    version: 1,
    policy: protection.policy,
    ...names,
    inputs: {
      catalogueSha256: origin.catalogueSha256,
      linkRunId: origin.runId,
      vaultFiles: [...origin.vaultFiles].sort(),
      seed:
        policy.percentiles.blurCents === 0
          ? 'none: no random choice is made'
          : "the publisher's key, for the blur of wages: nothing else is left to chance",
      earlierReleases: [...origin.earlierReleases],
    },
    checks: protection.checks.map((check) =>
      check.id === 'B9' ? historyCheck(check, cells, recount) : { ...check },
    ),
    cells: {
      total: cells.length,
      published: cells.filter((cell) => cell.status === 'ok' || cell.status === 'carried').length,
      carried: cells.filter((cell) => cell.status === 'carried').length,
    },
    linkage: certifiedLinkage(origin.linkage, outcomeTables(origin.catalogue), cells),
    caveats: caveatsOf(policy),
  };
}

/** What the audit found of bar B9, and how often it was counted again. */
function historyCheck(
  check: Certificate['checks'][number],
  cells: readonly PublishedCell[],
  { compared }: Recount,
): Certificate['checks'][number] {
  const kept = cells.filter(({ status }) => status === 'carried').length;
  const counted = `${kept} figures carried; ${compared} changed figures recounted person by person.`;
  return { ...check, note: `${check.note} ${counted}` };
}

/** The bytes of a release in the vault: fields stand in the order in which they are written above. */
export function releaseBytes(document: ReleaseDocument): string {
  return JSON.stringify(document);
}
