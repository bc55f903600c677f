import { existsSync, readFileSync } from 'node:fs';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { describe, expect, test } from 'vitest';
import { loadOprf, type OprfMode } from '../../packages/tokens/src/index.ts';

type Vector = {
  Batch: number;
  Blind: string;
  BlindedElement: string;
  EvaluationElement: string;
  Info?: string;
  Input: string;
  Output: string;
  Proof?: { proof: string; r: string };
};
type Suite = {
  identifier: string;
  mode: number;
  seed: string;
  keyInfo: string;
  skSm: string;
  pkSm?: string;
  vectors: Vector[];
};

const FILE = new URL('../../../shared/vectors/rfc9497/all-vectors.json', import.meta.url);
const IS_HERE = existsSync(FILE);
const SUITES: Suite[] = IS_HERE ? JSON.parse(readFileSync(FILE, 'utf8')) : [];
const MODES: readonly OprfMode[] = ['oprf', 'voprf', 'poprf'];

const list = (text: string): Uint8Array[] => text.split(',').map((hex) => hexToBytes(hex));
const hex = (elements: readonly Uint8Array[]): string => elements.map(bytesToHex).join(',');

function suiteOf(mode: OprfMode): Suite {
  const found = SUITES.find(
    (suite) => suite.identifier === 'ristretto255-SHA512' && suite.mode === MODES.indexOf(mode),
  );
  if (found === undefined) throw new Error(`no vectors for ${mode}`);
  return found;
}

const WHERE = IS_HERE ? '' : ' (skipped: ../shared/vectors/rfc9497 is absent)';

describe.skipIf(!IS_HERE).each(MODES)(`RFC 9497 ristretto255-SHA512, mode %s${WHERE}`, (mode) => {
  test('derives the key pair', async () => {
    const oprf = await loadOprf(mode);
    const suite = suiteOf(mode);
    const { secretKey, publicKey } = oprf.deriveKeyPair(hexToBytes(suite.seed), hexToBytes(suite.keyInfo));
    expect(bytesToHex(secretKey)).toBe(suite.skSm);
    if (suite.pkSm !== undefined) expect(bytesToHex(publicKey)).toBe(suite.pkSm);
  });

  test('blinds, evaluates, proves and finalises every vector', async () => {
    const oprf = await loadOprf(mode);
    const { skSm, vectors } = suiteOf(mode);
    const secretKey = hexToBytes(skSm);
    const publicKey = oprf.publicKeyOf(secretKey);
    expect(vectors.map((vector) => vector.Batch)).toEqual(mode === 'oprf' ? [1, 1] : [1, 1, 2]);
    for (const vector of vectors) {
      const info = hexToBytes(vector.Info ?? '');
      const inputs = list(vector.Input);
      const blinds = list(vector.Blind);
      const blindedElements = oprf.blind(inputs, blinds);
      expect(hex(blindedElements)).toBe(vector.BlindedElement);
      const random = hexToBytes(vector.Proof?.r ?? vector.Blind);
      const evaluation = oprf.evaluate(secretKey, blindedElements, random, info);
      if (evaluation.kind !== 'evaluated') throw new Error(evaluation.kind);
      const { evaluatedElements, proof } = evaluation;
      expect(hex(evaluatedElements)).toBe(vector.EvaluationElement);
      expect(proof === null ? undefined : bytesToHex(proof)).toBe(vector.Proof?.proof);
      const request = { inputs, blinds, blindedElements, evaluatedElements, proof, publicKey };
      const final = oprf.finalise(request, info);
      expect(final.kind === 'outputs' ? hex(final.outputs) : final.kind).toBe(vector.Output);
    }
  });
});
