import { createServer } from 'node:net';

/** The port itself where nothing listens on it, else 0: the system then chooses one. */
export async function portOrFree(port: number): Promise<number> {
  if (port === 0) return 0;
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(0));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(port)));
  });
}
