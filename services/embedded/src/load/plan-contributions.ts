import type { SourceKind } from '@credlink/contracts';
import { rejected } from '@credlink/contracts';
import { COLLEGE_FILES, type FolderCatalogue, type OrganisationOfFolder } from './folder-catalogue.ts';

/** One file of a folder, who contributes it, and as what. */
export type Contribution = {
  readonly organisation: string;
  readonly kind: SourceKind;
  /** Relative to the folder, with `/`. */
  readonly path: string;
  /** The organisation whose reference numbers the file carries, where it is not the contributor's own. */
  readonly referenceIssuer: string | null;
  /** The path this file replaces once it is committed. */
  readonly supersedes: string | null;
};

/**
 * Who contributes which file, in the order in which they are sent. Files the shape does not know are left alone.
 *
 * @param paths every file of the folder, relative, with `/`
 */
export function planContributions(
  catalogue: FolderCatalogue,
  paths: readonly string[],
): readonly Contribution[] {
  const has = new Set(paths);
  const file = (path: string): string | null => [path, `${path}.gz`].find((name) => has.has(name)) ?? null;
  const plain = (organisation: string, kind: SourceKind, path: string | null): Contribution[] =>
    path === null ? [] : [{ organisation, kind, path, referenceIssuer: null, supersedes: null }];
  /** The organisation that sends a kind of file; asked for only where such a file is there. */
  const owner = (path: string | null, isOwner: (one: OrganisationOfFolder) => boolean): string => {
    if (path === null) return '';
    const found = catalogue.organisations.find(isOwner);
    if (found === undefined)
      throw rejected('catalogue_invalid', `catalog.json names no organisation that could send ${path}`);
    return found.org;
  };

  const register = file('register/residents.csv');
  const registrar = owner(
    register,
    (one) =>
      one.kind === 'state_agency' &&
      (catalogue.agreements.some(
        (agreement) => agreement.source === 'register' && agreement.grantor === one.org,
      ) ||
        catalogue.organisations.filter((other) => other.kind === 'state_agency').length === 1),
  );
  const issuers = catalogue.organisations.flatMap((one) =>
    plain(one.org, 'holders', file(`issuers/${one.org}/holders.csv`)),
  );
  const college = COLLEGE_FILES.flatMap(([name, kind]) => {
    const path = file(`college/${name}`);
    return plain(
      owner(path, (one) => one.kind === 'college'),
      kind,
      path,
    );
  });
  const detail = file('clearinghouse/nsc_detail.csv');
  const clearinghouse = plain(
    owner(detail, (one) => one.kind === 'enrollment_source'),
    'clearinghouse',
    detail,
  ).map((one) => ({ ...one, referenceIssuer: owner(detail, (other) => other.kind === 'college') }));
  const employers = file('employers.csv');
  const quarters = paths.filter((path) => /^wages\/\d{4}q[1-4]\.txt(\.gz)?$/.test(path)).toSorted();
  const revisions = paths.filter((path) => /^revisions\/\d{4}q[1-4]\.txt(\.gz)?$/.test(path)).toSorted();
  const agency = owner(quarters[0] ?? employers, (one) => one.kind === 'wage_source');
  return [
    ...plain(registrar, 'register', register),
    ...issuers,
    ...college,
    ...clearinghouse,
    ...plain(agency, 'employers', employers),
    ...quarters.flatMap((path) => plain(agency, 'wages', path)),
    ...revisions.flatMap((path) =>
      plain(agency, 'wages', path).map((one) => ({
        ...one,
        supersedes: quarters.find((quarter) => quarterOf(quarter) === quarterOf(path)) ?? null,
      })),
    ),
  ];
}

function quarterOf(path: string): string {
  return /(\d{4}q[1-4])/.exec(path)?.[1] ?? '';
}
