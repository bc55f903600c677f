import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');

/** Which workspaces each workspace may import. What is not listed is refused: privilege follows the import graph. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'packages/contracts': [],
  'packages/tokens': [],
  'packages/layouts': ['contracts', 'tokens'],
  'packages/linkage': ['tokens'],
  'packages/measures': ['contracts'],
  'packages/disclosure': [],
  // Never the package whose work it checks (ADR 0007).
  'packages/verifier': ['contracts'],
  'packages/sample': ['contracts'],
  'packages/store': ['contracts', 'runtime'],
  'packages/vault': ['contracts'],
  'packages/runtime': ['contracts'],
  'packages/client': ['contracts'],
  'packages/contribute': ['client', 'contracts', 'layouts', 'linkage', 'tokens', 'vault'],
  'packages/cli': ['client', 'contracts', 'contribute', 'embedded', 'verifier'],
  'services/keyholder': ['contracts', 'runtime', 'store', 'tokens'],
  'services/intake': ['contracts', 'runtime', 'store', 'tokens', 'vault'],
  'services/linker': ['contracts', 'linkage', 'runtime', 'store', 'tokens', 'vault'],
  'services/publisher': ['contracts', 'disclosure', 'measures', 'runtime', 'store', 'vault'],
  'services/outcomes': ['contracts', 'runtime', 'store'],
  'services/steward': ['contracts', 'runtime', 'store'],
  // The one place that may import services: it composes them into a single process (ADR 0002).
  'services/embedded': [
    'client',
    'contracts',
    'contribute',
    'intake',
    'keyholder',
    'linker',
    'outcomes',
    'publisher',
    'runtime',
    'sample',
    'steward',
    'store',
    'tokens',
    'vault',
  ],
};

const PURE = ['contracts', 'tokens', 'layouts', 'linkage', 'measures', 'disclosure', 'sample', 'verifier'];

function workspaces(): string[] {
  return ['packages', 'services'].flatMap((folder) =>
    readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`),
  );
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Module specifiers of static imports, re-exports and dynamic imports with a literal. */
function specifiersOf(code: string): string[] {
  const pattern = /(?:\bfrom\s*|\bimport\s*\(\s*|^\s*import\s+)(['"])([\w@./:-]+)\1/gm;
  return [...code.matchAll(pattern)].map((match) => match[2] ?? '');
}

function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
}

describe.each(workspaces())('%s', (workspace) => {
  const manifest = JSON.parse(readFileSync(join(ROOT, workspace, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
    optionalDependencies?: Record<string, string>;
  };
  const declared = new Set(Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }));
  const files = sources(join(ROOT, workspace, 'src'));
  const product = files.filter((file) => !file.endsWith('.test.ts'));

  test('declares only workspaces it may import', () => {
    const inside = [...declared]
      .filter((name) => name.startsWith('@credlink/'))
      .map((name) => name.slice(10));
    expect(MAY_IMPORT[workspace], 'a new workspace needs a row in MAY_IMPORT and an ADR').toBeDefined();
    expect(inside.filter((name) => !MAY_IMPORT[workspace]?.includes(name))).toEqual([]);
  });

  test('imports only what it declares, and never reaches into another workspace', () => {
    const wrong = product.flatMap((file) =>
      specifiersOf(readFileSync(file, 'utf8'))
        .filter((specifier) =>
          specifier.startsWith('.')
            ? relative(join(ROOT, workspace), join(file, '..', specifier)).startsWith('..')
            : !isBuiltin(specifier) &&
              (!declared.has(packageOf(specifier)) ||
                (specifier.startsWith('@credlink/') && specifier !== packageOf(specifier))),
        )
        .map((specifier) => `${relative(ROOT, file)}: ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });

  if (!PURE.includes(workspace.split('/')[1] ?? '')) return;

  test('does no IO, keeps no clock and rolls no dice', () => {
    const wrong = product.flatMap((file) => {
      const code = readFileSync(file, 'utf8');
      const io = specifiersOf(code).filter((specifier) => isBuiltin(specifier));
      const ambient =
        code.match(/\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.|\bfetch\(/g) ?? [];
      return [...io, ...ambient].map((found) => `${relative(ROOT, file)}: ${found}`);
    });
    expect(wrong).toEqual([]);
  });
});

test('the scan sees every way to import', () => {
  const code =
    "import a from 'a';\nimport 'b';\nexport * from 'c';\nconst d = await import('d');\nimport type { E } from \"@s/e/f\";";
  expect(specifiersOf(code)).toEqual(['a', 'b', 'c', 'd', '@s/e/f']);
});
