import type { IncomingMessage, ServerResponse } from 'node:http';
import { exchangeClient } from '@credlink/client';
import { AppError } from '@credlink/contracts';
import { afterEach, describe, expect, test } from 'vitest';
import { type Listening, listen } from './listen.ts';

const RUN = {
  runId: '4b1f0f52-8ea4-4a4a-9c1c-3b2a5f7f0001',
  state: 'ordered',
  orderedAt: '2026-01-01T00:00:00Z',
  finishedAt: null,
  progress: null,
  quality: null,
  failure: null,
};

const open: Listening[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

type Answer = (request: IncomingMessage, response: ServerResponse, attempt: number) => void;

async function serve(answer: Answer) {
  let attempts = 0;
  const server = await listen((request, response) => {
    attempts += 1;
    request.resume();
    answer(request, response, attempts);
  });
  open.push(server);
  const urls = { outcomes: server.url, keyholder: server.url, intake: server.url, steward: server.url };
  const client = exchangeClient({ urls, apiKey: 'ck_id_secret', timeoutSeconds: 1, attempts: 3 });
  return { client, attempts: () => attempts };
}

function reply(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

function problem(status: number, code: string) {
  return { type: 'about:blank', title: 'Refused', status, code, detail: 'ask the steward', requestId: 'r1' };
}

async function errorOf(promise: Promise<unknown>): Promise<AppError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a call', () => {
  test('sends the API key and returns the parsed body', async () => {
    const seen: (string | undefined)[] = [];
    const { client } = await serve((request, response) => {
      seen.push(request.headers.authorization, request.method, request.url);
      reply(response, 200, RUN);
    });
    expect((await client.steward.run(RUN.runId)).state).toBe('ordered');
    expect(seen).toEqual(['Bearer ck_id_secret', 'GET', `/v1/runs/${RUN.runId}`]);
  });

  test('keeps the code of a problem document and does not repeat a refusal', async () => {
    const { client, attempts } = await serve((_request, response) => {
      reply(response, 403, problem(403, 'agreement_expired'));
    });
    const error = await errorOf(client.intake.uploads());
    expect([error.kind, error.code, error.message]).toEqual([
      'rejected',
      'agreement_expired',
      'ask the steward',
    ]);
    expect(attempts()).toBe(1);
  });

  test('waits as long as a rate limit asks, then succeeds', async () => {
    const started = performance.now();
    const { client, attempts } = await serve((_request, response, attempt) => {
      if (attempt === 1) reply(response, 429, problem(429, 'rate_limited'), { 'retry-after': '1' });
      else reply(response, 200, { uploads: [] });
    });
    expect(await client.intake.uploads()).toEqual([]);
    expect(attempts()).toBe(2);
    expect(performance.now() - started).toBeGreaterThan(950);
  });

  test('does not repeat a spent quota, although it comes with 429', async () => {
    const { client, attempts } = await serve((_request, response) => {
      reply(response, 429, problem(429, 'quota_exceeded'), { 'retry-after': '1' });
    });
    const error = await errorOf(
      client.keyholder.declareRows({ keyEpoch: 1, sourceDigest: 'a'.repeat(64), rows: 1 }),
    );
    expect([error.kind, error.code, attempts()]).toEqual(['rejected', 'quota_exceeded', 1]);
  });

  test('does not order a run twice when the line breaks after the order was sent', async () => {
    const { client, attempts } = await serve((request) => request.socket.destroy());
    expect((await errorOf(client.steward.orderRun())).code).toBe('service_unavailable');
    expect(attempts()).toBe(1);
  });

  test('repeats a reading when the line breaks', async () => {
    const { client } = await serve((request, response, attempt) => {
      if (attempt < 3) request.socket.destroy();
      else reply(response, 200, { runs: [RUN] });
    });
    expect(await client.steward.runs()).toHaveLength(1);
  });

  test('gives up on a silent service at its deadline', async () => {
    const { client, attempts } = await serve(() => undefined);
    const error = await errorOf(client.steward.orderRun());
    expect(error.code).toBe('service_unavailable');
    expect(error.message).toContain('did not answer within 1 s');
    expect(attempts()).toBe(1);
  });

  test('ends at once when it is cancelled', async () => {
    const { client } = await serve(() => undefined);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    expect((await errorOf(client.intake.exchange(controller.signal))).code).toBe('cancelled');
  });

  test('says that versions differ when the answer has another shape, without repeating the answer', async () => {
    const { client } = await serve((_request, response) =>
      reply(response, 200, { uploads: [{ secret: 'x' }] }),
    );
    const error = await errorOf(client.intake.uploads());
    expect(error.kind).toBe('fault');
    expect(error.message).not.toContain('secret');
  });

  test('names a proxy page by its status only', async () => {
    const { client } = await serve((_request, response) => {
      response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>nobody here</h1>');
    });
    const error = await errorOf(client.intake.uploads());
    expect(error.code).toBe('service_unavailable');
    expect(error.message).toBe('the service answered 404 without a reason; check the address of the service');
  });
});
