import { afterAll } from 'vitest';

/**
 * What a test file may not leave open: servers, connections, child processes. Timers and files are left out, as the
 * test runner has its own.
 */
const WATCHED: ReadonlySet<string> = new Set(['TCPSocketWrap', 'TCPServerWrap', 'ProcessWrap']);

/** Sockets kept alive by a client need a moment to notice that their server has closed, and more where others are busy. */
const GRACE_MILLISECONDS = 30_000;

function open(): readonly string[] {
  return process.getActiveResourcesInfo().filter((kind) => WATCHED.has(kind));
}

const before = open().length;

// Registered before any hook of the file itself, so it runs after all of them.
afterAll(async () => {
  for (let waited = 0; open().length > before; waited += 50) {
    if (waited >= GRACE_MILLISECONDS) throw new Error(`left open by this file: ${open().join(', ')}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}, GRACE_MILLISECONDS * 2);
