import { expect, test } from 'vitest';
import { withShutdown } from './with-shutdown.ts';

test('what was opened is closed last first, and only then is the service said to be stopped', async () => {
  const said: string[] = [];
  const { url, close } = await withShutdown(
    async (shutdown) => {
      for (const name of ['store', 'http']) shutdown.onClose(name, async () => void said.push(name));
      return { url: 'http://localhost' };
    },
    () => said.push('stopped'),
  );
  expect([url, said]).toEqual(['http://localhost', []]);
  await close();
  expect(said).toEqual(['http', 'store', 'stopped']);
});

test('a service that fails halfway closes what it opened, and tells its own error, not that of closing', async () => {
  const said: string[] = [];
  const failed = withShutdown(
    async (shutdown) => {
      shutdown.onClose('store', async () => {
        said.push('store');
        throw new Error('the store does not close');
      });
      throw new Error('no port');
    },
    () => said.push('stopped'),
  );
  await expect(failed).rejects.toThrow('no port');
  expect(said).toEqual(['store']);
});
