#!/usr/bin/env node
// The credlink command. A Node that is too old to run TypeScript hands over to the one that came with the
// dependencies: the house's launcher does that, so it is started with our entry in front of the arguments.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
process.argv.splice(2, 0, join(here, '..', 'src', 'main.ts'));
await import('../../../bin/with-node.mjs');
