import { connect } from 'node:net';
import { fault, rejected, transient } from '@credlink/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { authenticate } from './authenticate.ts';
import { createHttpService, type HttpService } from './http-service.ts';
import { createLogger } from './logger.ts';

let lines: string[];
let isReady: boolean;
let service: HttpService;
/** Called when an answer that never comes is asked for. */
let slowAsked: () => void = () => undefined;

async function open(rateLimit: { max: number; windowSeconds: number } | 'unlimited'): Promise<HttpService> {
  const made = await createHttpService({
    logger: createLogger({
      name: 'test',
      level: 'debug',
      destination: { write: (line) => void lines.push(line) },
    }),
    bodyLimitBytes: 1000,
    rateLimit,
    checkReady: async () => {
      if (!isReady) throw transient('service_unavailable', 'the database is away');
    },
    closeSeconds: 1,
  });
  const auth = authenticate(async (apiKey) => (apiKey === 'ck_good' ? { organisation: 'acme' } : null));
  const { app } = made;
  app.post(
    '/things/:thingId',
    {
      schema: {
        params: z.strictObject({ thingId: z.string().max(10) }),
        body: z.strictObject({ nested: z.strictObject({ count: z.int() }) }),
        response: { 200: z.strictObject({ count: z.int() }) },
      },
    },
    async (request) => ({ count: request.body.nested.count + 1 }),
  );
  app.get('/leak', { schema: { response: { 200: z.strictObject({ a: z.int() }) } } }, async () => {
    const row = { a: 1, ssn: '123-45-6789' };
    return row;
  });
  app.get('/fault', async () => {
    throw fault('row 123-45-6789 is broken');
  });
  app.get('/foreign', async () => {
    throw new Error('Key (ssn)=(123-45-6789) already exists');
  });
  app.get('/busy', async () => {
    throw transient('service_unavailable', 'the database is away');
  });
  app.get('/refused', async () => {
    throw rejected('agreement_expired', 'agreement A-1 has expired');
  });
  app.get('/mine', { onRequest: auth.hook }, async (request) => auth.principalOf(request));
  app.get('/unguarded', async (request) => auth.principalOf(request));
  app.get('/slow', () => {
    slowAsked();
    return new Promise(() => undefined);
  });
  return made;
}

beforeEach(async () => {
  lines = [];
  isReady = true;
  service = await open('unlimited');
});
afterEach(() => service.close());

const problem = (response: { body: string }) => JSON.parse(response.body);

test('a valid request is answered by its schema, with a request id and security headers', async () => {
  const response = await service.app.inject({
    method: 'POST',
    url: '/things/x',
    payload: { nested: { count: 1 } },
  });
  expect(response.statusCode).toBe(200);
  expect(response.json()).toEqual({ count: 2 });
  expect(response.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  expect(response.headers['x-content-type-options']).toBe('nosniff');
});

test('an invalid request names the field and never the value', async () => {
  const response = await service.app.inject({
    method: 'POST',
    url: '/things/x',
    payload: { nested: { count: '123-45-6789', extra: 1 } },
  });
  expect(response.statusCode).toBe(400);
  expect(response.headers['content-type']).toContain('application/problem+json');
  expect(problem(response)).toEqual({
    type: 'urn:problem:request_invalid',
    title: 'The request is not valid',
    status: 400,
    code: 'request_invalid',
    detail: 'not valid: body/nested/count (invalid_type), body/nested (unrecognized_keys)',
    requestId: response.headers['x-request-id'],
  });
  expect(response.body + lines.join('')).not.toContain('6789');
});

test('a reply with a field its schema lacks is not sent', async () => {
  const response = await service.app.inject('/leak');
  expect(response.statusCode).toBe(500);
  expect(response.body + lines.join('')).not.toContain('6789');
});

test.each(['/fault', '/foreign'])('%s is opaque to the caller and findable in the log', async (url) => {
  const response = await service.app.inject(url);
  expect(problem(response)).toEqual({
    type: 'urn:problem:fault',
    title: 'Something went wrong on our side',
    status: 500,
    code: 'fault',
    detail: 'Something went wrong on our side',
    requestId: response.headers['x-request-id'],
  });
  expect(lines.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({
      event: 'requestFailed',
      requestId: response.headers['x-request-id'],
      route: url,
    }),
  );
});

test('transient errors say when to come back, rejections say what to change', async () => {
  const busy = await service.app.inject('/busy');
  expect([busy.statusCode, busy.headers['retry-after'], problem(busy).code]).toEqual([
    503,
    '5',
    'service_unavailable',
  ]);
  const refused = await service.app.inject('/refused');
  expect(problem(refused)).toMatchObject({
    status: 403,
    code: 'agreement_expired',
    detail: 'agreement A-1 has expired',
  });
});

test.each([
  ['a path nobody serves', { method: 'GET', url: '/nothing?ssn=123456789' }, 404, 'not_found'],
  [
    'a body that is no JSON',
    { method: 'POST', url: '/things/x', payload: '{', headers: { 'content-type': 'application/json' } },
    400,
    'request_invalid',
  ],
  [
    'another media type',
    { method: 'POST', url: '/things/x', payload: 'x', headers: { 'content-type': 'text/csv' } },
    400,
    'request_invalid',
  ],
  [
    'a body too large',
    { method: 'POST', url: '/things/x', payload: { a: 'x'.repeat(2000) } },
    413,
    'body_too_large',
  ],
  ['no API key', { method: 'GET', url: '/mine' }, 401, 'api_key_missing'],
  [
    'a wrong API key',
    { method: 'GET', url: '/mine', headers: { authorization: 'Bearer ck_bad' } },
    401,
    'api_key_unknown',
  ],
  [
    'another scheme',
    { method: 'GET', url: '/mine', headers: { authorization: 'Basic eDp5' } },
    401,
    'api_key_unknown',
  ],
  ['a path that does not decode', { method: 'GET', url: '/things/%E0%A4%A' }, 400, 'request_invalid'],
] as const)('%s', async (_title, request, status, code) => {
  const response = await service.app.inject({
    ...request,
    headers: { ...('headers' in request ? request.headers : {}) },
  });
  expect([response.statusCode, problem(response).code]).toEqual([status, code]);
  expect(lines.join('')).not.toContain('123456789');
});

test('a good API key makes its principal known to guarded routes only', async () => {
  const mine = await service.app.inject({ url: '/mine', headers: { authorization: 'Bearer ck_good' } });
  expect(mine.json()).toEqual({ organisation: 'acme' });
  expect((await service.app.inject('/unguarded')).statusCode).toBe(500);
});

test('a service that is not ready says so, and is healthy all the same', async () => {
  expect((await service.app.inject('/healthz')).json()).toEqual({ status: 'ok' });
  expect((await service.app.inject('/readyz')).json()).toEqual({ status: 'ready' });
  isReady = false;
  expect((await service.app.inject('/readyz')).statusCode).toBe(503);
  expect((await service.app.inject('/healthz')).statusCode).toBe(200);
});

test('beyond its rate a client is refused, but health is still answered', async () => {
  const limited = await open({ max: 2, windowSeconds: 60 });
  try {
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await limited.app.inject('/busy')).statusCode);
    expect(statuses).toEqual([503, 503, 429]);
    const refused = await limited.app.inject('/busy');
    expect(problem(refused).code).toBe('rate_limited');
    expect(refused.headers['retry-after']).toBeDefined();
    expect((await limited.app.inject('/healthz')).statusCode).toBe(200);
  } finally {
    await limited.close();
  }
});

test('closing does not wait for ever for an answer under way', async () => {
  const url = new URL(await service.listen({ host: '127.0.0.1', port: 0 }));
  const socket = connect(Number(url.port), url.hostname);
  const gone = new Promise((resolve) => socket.on('close', resolve));
  const asked = new Promise<void>((resolve) => {
    slowAsked = resolve;
  });
  socket.write('GET /slow HTTP/1.1\r\nhost: x\r\n\r\n');
  await asked;
  const started = performance.now();
  await service.close();
  await gone;
  expect(performance.now() - started).toBeLessThan(3000);
});
