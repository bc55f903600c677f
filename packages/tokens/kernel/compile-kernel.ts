import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';

/** Kernels by the file of src/ that holds them, with the AssemblyScript source they are compiled from. */
export const KERNELS = {
  'token/hmac-sha256-wasm.ts': { source: 'hmac-sha256.ts', name: 'HMAC_SHA256_WASM' },
  'oprf/ristretto255-sum-wasm.ts': { source: 'ristretto255-sum.ts', name: 'RISTRETTO255_SUM_WASM' },
} as const;

export type KernelFile = keyof typeof KERNELS;

const BYTES_A_LINE = 75;

/** Start of the tables a kernel keeps in its memory; the callers' memory starts at 4,096 or above. */
const TABLES_AT = '1024';

const OPTIONS = [
  '--enable',
  'simd',
  '--runtime',
  'stub',
  '--optimizeLevel',
  '3',
  '--noAssert',
  '--importMemory',
  '--memoryBase',
  TABLES_AT,
];

/**
 * The text of a file of src/ that embeds a kernel: same source and same compiler, same text. Errors: whatever the
 * compiler says, with its messages.
 */
export async function compileKernel(file: KernelFile): Promise<string> {
  const { source, name } = KERNELS[file];
  const written = new Map<string, Uint8Array>();
  const { error, stderr } = await asc.main([source, ...OPTIONS, '--outFile', 'kernel.wasm'], {
    readFile: (path) => readFile(join(import.meta.dirname, 'assembly', path), 'utf8').catch(() => null),
    writeFile: (path, contents) => {
      written.set(path, Buffer.from(contents));
    },
    listFiles: () => [],
  });
  const module = written.get('kernel.wasm');
  if (error !== null || module === undefined)
    throw new Error(`${source}: ${stderr.toString()}`, { cause: error });
  const lines = Array.from({ length: Math.ceil(module.length / BYTES_A_LINE) }, (_, index) =>
    Buffer.from(module.subarray(index * BYTES_A_LINE, (index + 1) * BYTES_A_LINE)).toString('base64'),
  );
  const text = lines.map((line) => `  '${line}',`).join('\n');
  return (
    `/** WebAssembly of kernel/assembly/${source}, base64. Made by \`npm run kernels\`; a test compiles it again. */\n` +
    `export const ${name}: string = [\n${text}\n].join('');\n`
  );
}
