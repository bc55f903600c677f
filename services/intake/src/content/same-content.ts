import { FACT_CONTRACTS, type SourceKind } from '@credlink/contracts';
import { type Engine, quoteName, quoteText } from '@credlink/vault';

/**
 * Whether two facts files of one kind say the same of the same subjects, but for employers, whose tokens another epoch
 * makes otherwise.
 */
export async function haveSameContent(
  engine: Engine,
  kind: SourceKind,
  paths: { readonly one: string; readonly other: string },
): Promise<boolean> {
  const columns = FACT_CONTRACTS[kind]
    .filter(({ type }) => type !== 'UUID')
    .map(({ name }) => quoteName(name));
  const rows = (path: string) =>
    `SELECT ${['subject_id', ...columns].join(', ')} FROM read_parquet(${quoteText(path)})`;
  const [one, other] = [rows(paths.one), rows(paths.other)];
  return engine.scalar(
    `SELECT NOT EXISTS ((${one}) EXCEPT ALL (${other})) AND NOT EXISTS ((${other}) EXCEPT ALL (${one}))`,
    [],
    (value) => value === true,
  );
}
