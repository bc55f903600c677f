import { createOprfProtocol, type OprfProtocol } from './oprf-protocol.ts';
import { loadRistretto255 } from './ristretto255.ts';
import type { OprfMode } from './transcript.ts';

/**
 * The verifiable OPRF between contributors and the keyholder: mode VOPRF of RFC 9497, ristretto255-SHA512. The other
 * modes exist for the RFC's vectors and for exchanges to come; `poprf` binds a public input.
 */
export async function loadOprf(mode: OprfMode = 'voprf'): Promise<OprfProtocol> {
  return createOprfProtocol(await loadRistretto255(), mode);
}
