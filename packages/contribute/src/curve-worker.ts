import { randomBytes } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { loadOprf, type OprfProtocol, SSN_EVALUATION_LENGTH, ssnOprfInput } from '@credlink/tokens';
import type { CurveAnswer, CurveRequest } from './curve-message.ts';

/** A batch between blinding and finalising. Blinds never leave this thread. */
type PendingBatch = {
  readonly inputs: readonly Uint8Array[];
  readonly blinds: readonly Uint8Array[];
  readonly blindedElements: readonly Uint8Array[];
};

function blindBatch(oprf: OprfProtocol, ssns: readonly string[]): PendingBatch {
  const inputs = ssns.map(ssnOprfInput);
  const blinds = ssns.map(() => oprf.scalarFromRandom(randomBytes(64)));
  return { inputs, blinds, blindedElements: oprf.blind(inputs, blinds) };
}

async function serve(): Promise<void> {
  const oprf = await loadOprf();
  const pending = new Map<number, PendingBatch>();

  function answer(request: CurveRequest): CurveAnswer | null {
    const { job } = request;
    if (request.kind === 'blind') {
      const batch = blindBatch(oprf, request.ssns);
      pending.set(job, batch);
      return { kind: 'blinded', job, blindedElements: batch.blindedElements.map(toBase64) };
    }
    const batch = pending.get(job);
    pending.delete(job);
    if (request.kind === 'forget' || batch === undefined) return null;
    const result = oprf.finalise({
      ...batch,
      evaluatedElements: request.evaluatedElements.map(fromBase64),
      proof: fromBase64(request.proof),
      publicKey: fromBase64(request.publicKey),
    });
    if (result.kind !== 'outputs') return { kind: 'refused', job, code: result.kind };
    const outputs = new Uint8Array(result.outputs.length * SSN_EVALUATION_LENGTH);
    result.outputs.forEach((output, index) => {
      outputs.set(output, index * SSN_EVALUATION_LENGTH);
    });
    return { kind: 'outputs', job, outputs };
  }

  parentPort?.on('message', (request: CurveRequest) => {
    const reply = answer(request);
    if (reply !== null) parentPort?.postMessage(reply);
  });
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
}

function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}

await serve();
