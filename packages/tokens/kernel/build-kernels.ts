import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compileKernel, KERNELS, type KernelFile } from './compile-kernel.ts';

/** Body of `npm run kernels`: compiles every kernel into its file of src/. */
for (const file of Object.keys(KERNELS) as KernelFile[]) {
  await writeFile(join(import.meta.dirname, '..', 'src', file), await compileKernel(file));
}
