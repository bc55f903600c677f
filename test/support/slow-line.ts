import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A line to a service that passes bytes slowly, counts them, and can be cut. */
export type SlowLine = {
  readonly url: string;
  /** Bytes that went to the service since `watch` was called. */
  readonly sent: () => number;
  /** Starts counting anew; `onBytes` hears of every piece before it is passed on. */
  readonly watch: (onBytes: (sent: number) => void) => void;
  /** Breaks all connections; new ones are taken. */
  readonly cut: () => void;
  readonly close: () => Promise<void>;
};

const PIECE_BYTES = 32_768;
const PAUSE_MILLISECONDS = 4;

export async function slowLine(target: string): Promise<SlowLine> {
  const { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  let sent = 0;
  let hear: (sent: number) => void = () => undefined;

  async function passOn(from: Socket, to: Socket): Promise<void> {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
        const piece = chunk.subarray(at, at + PIECE_BYTES);
        sent += piece.length;
        hear(sent);
        if (to.destroyed) return;
        to.write(piece);
        if (piece.length === PIECE_BYTES)
          await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
      }
    }
    to.end();
  }

  const server: Server = createServer((client) => {
    const service = connect(Number(port), hostname);
    for (const socket of [client, service]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        client.destroy();
        service.destroy();
      });
    }
    service.pipe(client);
    passOn(client, service).catch(() => service.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent: () => sent,
    watch: (onBytes) => {
      sent = 0;
      hear = onBytes;
    },
    cut,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}
