/** What a curve worker is asked and answers. Elements and proofs travel in base64, as they do on the wire. */
export type CurveRequest =
  | { readonly kind: 'blind'; readonly job: number; readonly ssns: readonly string[] }
  | {
      readonly kind: 'finalise';
      readonly job: number;
      readonly evaluatedElements: readonly string[];
      readonly proof: string;
      readonly publicKey: string;
    }
  | { readonly kind: 'forget'; readonly job: number };

export type CurveAnswer =
  | { readonly kind: 'blinded'; readonly job: number; readonly blindedElements: readonly string[] }
  /** 64 bytes an input, one after the other. */
  | { readonly kind: 'outputs'; readonly job: number; readonly outputs: Uint8Array }
  | { readonly kind: 'refused'; readonly job: number; readonly code: 'element_invalid' | 'proof_invalid' };
