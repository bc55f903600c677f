/** The few parts of the WebAssembly JavaScript interface a kernel needs; the ES library has no types for them. */
type WebAssemblyInterface = {
  readonly validate: (bytes: Uint8Array) => boolean;
  readonly Memory: new (size: { readonly initial: number }) => WasmMemory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: object };
};

export type WasmMemory = { readonly buffer: ArrayBuffer; readonly grow: (pages: number) => number };

declare const WebAssembly: WebAssemblyInterface | undefined;

/** Bytes of a page of WebAssembly memory. */
export const PAGE_BYTES = 65_536;

export type WasmInstance = { readonly memory: WasmMemory; readonly exports: object };

/**
 * An instance over a memory of its own, or null where this engine runs no such module: no WebAssembly, no SIMD, or a
 * policy that forbids compiling.
 */
export function instantiate(bytes: Uint8Array, memoryBytes: number): WasmInstance | null {
  if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(bytes)) return null;
  const memory = new WebAssembly.Memory({ initial: Math.ceil(memoryBytes / PAGE_BYTES) });
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
    return { memory, exports };
  } catch {
    return null; // a content security policy without wasm-unsafe-eval
  }
}
