import type { KeyObject } from 'node:crypto';
import type { Engine } from './engine.ts';
import { type KeyChange, registerTagChange, registerWordChange } from './layer-functions.ts';
import type { LayerChange, VaultLayer } from './vault-layer.ts';

/** SQL of what is kept of a candidate token, of a digest and of a list of tags, in its layer. */
export type Layered = Readonly<Record<'key' | 'digest' | 'tags', (sql: string) => string>>;

export const UNLAYERED: Layered = { key: (sql) => sql, digest: (sql) => sql, tags: (sql) => sql };

/**
 * Makes the functions of a change of layers available in an engine.
 *
 * @param evidence the evidence rules of a pack, in its order
 */
export function registerLayer(
  engine: Engine,
  evidence: readonly { readonly code: number }[],
  { from, to }: LayerChange,
): Layered {
  const of = (keyIn: (layer: VaultLayer) => KeyObject): KeyChange => ({
    from: from === null ? null : keyIn(from),
    to: to === null ? null : keyIn(to),
  });
  registerWordChange(
    engine,
    'layer_key',
    of((layer) => layer.candidates),
  );
  registerWordChange(
    engine,
    'layer_digest',
    of((layer) => layer.digests),
  );
  registerTagChange(
    engine,
    'layer_tags',
    evidence.map(({ code }) => of((layer) => layer.evidence(code))),
  );
  return {
    key: (sql) => `layer_key(${sql})`,
    digest: (sql) => `layer_digest(${sql})`,
    tags: (sql) => `layer_tags(${sql})`,
  };
}
