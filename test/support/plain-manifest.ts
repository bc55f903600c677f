import type { Manifest, SourceKind } from '@credlink/contracts';

/** A manifest of which a test reads nothing but what it changes. */
export function plainManifest(kind: SourceKind, digest: string, change: Partial<Manifest> = {}): Manifest {
  const file = { sha256: digest, bytes: 1, rows: 1 };
  return {
    version: 1,
    kind,
    sourceDigest: digest,
    pack: { name: 'holder', version: '1.0.0' },
    normaliserVersion: '1.0.0',
    keyEpoch: 1,
    files: { identity: file, facts: file },
    subjects: 1,
    coverage: null,
    isOneRecordPerPerson: false,
    preflight: { rowsRead: 1, rowsSent: 1, rejected: {}, identifiers: {}, tokensByRule: {} },
    conformance: {},
    chanceAgreement: {},
    attributePresence: {},
    supersedes: null,
    ...change,
  };
}
