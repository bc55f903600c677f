import type { Catalogue, Certificate, PublishedCell } from '@credlink/contracts';
import {
  digestJson,
  type Policy,
  type Protection,
  protect,
  type Released,
  type Solver,
} from '@credlink/disclosure';
import { dimensionShapes, measureDefinitions, outcomeTables, publishedTables } from '@credlink/measures';
import type { ProtectedRelease } from '@credlink/store';
import type { ComputedCells } from './compute/computed-cells.ts';
import { protectInputOf } from './compute/protect-input.ts';
import { publishedCells } from './compute/published-cells.ts';
import type { CarriedFigures } from './ledger/carry-figures.ts';

/** What a release is made from, beyond the figures themselves; all of it goes into the certificate. */
export type ReleaseOrigin = {
  readonly catalogue: Catalogue;
  readonly catalogueSha256: string;
  readonly runId: string;
  readonly vaultFiles: readonly string[];
  /** Public ids of the releases readers saw before, oldest first. */
  readonly earlierReleases: readonly string[];
  readonly isRestatement: boolean;
  /** The run's quality record, as far as readers may see it. */
  readonly linkage: Readonly<Record<string, unknown>>;
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

/**
 * Turns computed cells into a release: protected, addressed, digested, certified. The same input gives the same
 * bytes: neither time nor chance has a part in it.
 */
export function makeRelease(
  computed: ComputedCells,
  policy: Policy,
  carried: CarriedFigures,
  origin: ReleaseOrigin,
  solver: Solver,
): UnsignedRelease {
  const tables = outcomeTables(origin.catalogue);
  const protection = protect(protectInputOf(computed, dimensionShapes(tables), policy, []), solver);
  const shownTables = publishedTables(tables);
  const cells = publishedCells(computed, protection, carried);
  const contentSha256 = digestJson({ tables: shownTables, cells });
  return {
    publishedId: contentSha256.slice(0, 16),
    contentSha256,
    policy: `${policy.name}@${policy.version}`,
    certificate: certificateOf(protection, cells, contentSha256, origin),
    definitions: tables.flatMap(measureDefinitions),
    tables: shownTables,
    cells,
  };
}

function certificateOf(
  protection: Released<Protection>,
  cells: readonly PublishedCell[],
  contentSha256: string,
  origin: ReleaseOrigin,
): Omit<Certificate, 'signature'> {
  return {
    version: 1,
    policy: protection.policy,
    contentSha256,
    inputs: {
      catalogueSha256: origin.catalogueSha256,
      linkRunId: origin.runId,
      vaultFiles: [...origin.vaultFiles].sort(),
      seed: 'none: no random choice is made',
      earlierReleases: [...origin.earlierReleases],
    },
    checks: protection.checks.map((check) =>
      check.id === 'B9' ? historyCheck(check.title, cells, origin) : { ...check },
    ),
    cells: {
      total: cells.length,
      published: cells.filter((cell) => cell.status === 'ok' || cell.status === 'carried').length,
      carried: cells.filter((cell) => cell.status === 'carried').length,
    },
    linkage: origin.linkage,
    caveats: CAVEATS,
  };
}

/** Bar B9 holds by the rule that decides which figures keep their value: see `isCarried`. */
function historyCheck(
  title: string,
  cells: readonly PublishedCell[],
  { earlierReleases, isRestatement }: ReleaseOrigin,
): Certificate['checks'][number] {
  const kept = cells.filter(({ status }) => status === 'carried').length;
  const how = isRestatement
    ? 'All were computed anew at once but those of cohorts that a few persons joined or left'
    : 'Computed anew are those alone that enough persons joined or left since each release that showed them';
  return {
    id: 'B9',
    title,
    result: 'passed',
    violations: 0,
    note: `${how}; ${earlierReleases.length} earlier releases considered, ${kept} figures carried.`,
  };
}

/** The bytes of a release in the vault: fields stand in the order in which they are written above. */
export function releaseBytes(document: ReleaseDocument): string {
  return JSON.stringify(document);
}
