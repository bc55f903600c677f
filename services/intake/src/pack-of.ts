import type { Upload } from '@credlink/store';
import { PACKS, type RulePack } from '@credlink/tokens';

/** The pack an upload was tokenised by; undefined where this release knows it no more. */
export function packOf({ manifest }: Upload): RulePack | undefined {
  return Object.values(PACKS).find(
    ({ name, version }) => name === manifest.pack.name && version === manifest.pack.version,
  );
}
