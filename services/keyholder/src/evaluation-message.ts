/** What a worker thread is started with. */
export type WorkerKey = { readonly secretKey: Uint8Array };

/** One batch for a worker thread. */
export type BatchAsked = { readonly elements: readonly Uint8Array[] };

/** Its answer. */
export type BatchAnswered =
  | {
      readonly kind: 'evaluated';
      readonly evaluatedElements: readonly Uint8Array[];
      readonly proof: Uint8Array;
    }
  | { readonly kind: 'element_invalid' };
