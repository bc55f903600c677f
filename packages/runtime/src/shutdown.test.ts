import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { closeOnSignal, createShutdown, type SignalSource } from './shutdown.ts';

class Process extends EventEmitter implements SignalSource {
  readonly codes: number[] = [];
  exit(code: number): void {
    this.codes.push(code);
  }
}

test('closers run last-opened first, once, even where one fails, and the signal comes before them', async () => {
  const shutdown = createShutdown();
  const order: string[] = [];
  shutdown.onClose('database', async () => void order.push('database'));
  shutdown.onClose('queue', async () => {
    throw new TypeError('no');
  });
  shutdown.onClose('server', async () => void order.push(`server ${shutdown.signal.aborted}`));
  const first = shutdown.close();
  expect(shutdown.close()).toBe(first);
  await expect(first).rejects.toMatchObject({ errors: [{ message: 'closing queue failed' }] });
  expect(order).toEqual(['server true', 'database']);
  expect(() => shutdown.onClose('late', async () => undefined)).toThrow('after the end had begun');
});

test('the first Ctrl-C ends orderly, the second at once', async () => {
  const shutdown = createShutdown();
  const source = new Process();
  let release = (): void => undefined;
  shutdown.onClose('slow', () => new Promise((resolve) => (release = resolve)));
  const stopListening = closeOnSignal(shutdown, source, 60);
  source.emit('SIGINT');
  await Promise.resolve();
  expect(source.codes).toEqual([]);
  source.emit('SIGINT');
  expect(source.codes).toEqual([130]);
  release();
  await shutdown.close();
  await Promise.resolve();
  expect(source.codes).toEqual([130, 0]);
  stopListening();
  expect(source.listenerCount('SIGINT')).toBe(0);
});
