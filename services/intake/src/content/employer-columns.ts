import { FACT_CONTRACTS, type SourceKind } from '@credlink/contracts';

/** The domain each UUID column of the facts is compared in: values of one domain join, in whatever column they are. */
const DOMAIN_OF: Readonly<Record<string, EmployerDomain>> = {
  employer: 'employer',
  successor_of: 'employer',
  employer_unit: 'employer_unit',
};

export type EmployerDomain = 'employer' | 'employer_unit';

/** Columns of a kind in order, each with its domain where it holds keyed employers. */
export function factColumnDomains(
  kind: SourceKind,
): readonly { readonly name: string; readonly domain: EmployerDomain | null }[] {
  return FACT_CONTRACTS[kind].map(({ name, type }) => ({
    name,
    domain: type === 'UUID' ? (DOMAIN_OF[name] ?? null) : null,
  }));
}
