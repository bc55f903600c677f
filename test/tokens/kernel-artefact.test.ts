import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compileKernel, KERNELS, type KernelFile } from '../../packages/tokens/kernel/compile-kernel.ts';

const SOURCES = join(import.meta.dirname, '..', '..', 'packages', 'tokens', 'src');

test.each(Object.keys(KERNELS) as KernelFile[])(
  'the committed %s is what its source compiles to, byte for byte',
  async (file) => {
    expect(readFileSync(join(SOURCES, file), 'utf8')).toBe(await compileKernel(file));
  },
);
