import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        // Pure and quick: no database, no engine, no network.
        test: {
          name: 'unit',
          include: ['{packages,services}/*/src/**/*.test.ts', 'test/{house,vectors}/**/*.test.ts'],
          exclude: ['**/*.int.test.ts', '**/node_modules/**'],
        },
      },
      {
        // Real Postgres, DuckDB, Redis, processes.
        test: {
          name: 'integration',
          include: ['{packages,services}/*/src/**/*.int.test.ts', 'test/**/*.test.ts'],
          exclude: ['test/{house,vectors}/**', '**/node_modules/**'],
          globalSetup: ['test/support/global-setup.ts'],
          setupFiles: ['test/support/leak-check.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
