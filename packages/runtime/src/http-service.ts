import { randomUUID } from 'node:crypto';
import { rejected, transient } from '@credlink/contracts';
import fastifyHelmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import fastifyRateLimit from '@fastify/rate-limit';
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
  type RawServerDefault,
} from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { HTTP_EVENTS } from './http-events.ts';
import { bindEvents, type Logger } from './logger.ts';
import { RETRY_AFTER_SECONDS, toAppError, toProblem } from './problem-reply.ts';

/** Fastify with zod schemas: a route's params, query, body and replies are typed by its `schema`. */
export type HttpApp = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

export type HttpServiceOptions = {
  readonly logger: Logger;
  /** Largest JSON body; routes may set their own `bodyLimit`. */
  readonly bodyLimitBytes: number;
  /** Requests per address and window; health checks are not counted. */
  readonly rateLimit: { readonly max: number; readonly windowSeconds: number } | 'unlimited';
  /** Throws while the service cannot do its work, for instance because its database is away. */
  readonly checkReady: () => Promise<void>;
  /** How long `close` waits for answers under way. */
  readonly closeSeconds?: number;
  /** Security headers beyond the defaults, for a service that serves pages. */
  readonly helmet?: FastifyHelmetOptions;
};

export type HttpService = {
  /** Add plugins and routes here, before `listen`. */
  readonly app: HttpApp;
  /** @returns the URL it listens on */
  readonly listen: (address: { readonly host: string; readonly port: number }) => Promise<string>;
  /** Refuses new requests, waits for those under way, then cuts what is left. */
  readonly close: () => Promise<void>;
};

const HEALTH_ROUTES: ReadonlySet<string> = new Set(['/healthz', '/readyz']);
const READY_SECONDS = 5;

/** The HTTP edge every service shares: schemas both ways, problem+json, request ids, limits, health, quiet logs. */
export async function createHttpService(options: HttpServiceOptions): Promise<HttpService> {
  const events = bindEvents(options.logger, HTTP_EVENTS);
  const answer = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const { status, problem } = toProblem(error, request.id);
    const where = { requestId: request.id, route: routeOf(request), code: problem.code };
    const kind = toAppError(error)?.kind ?? 'fault';
    if (kind === 'fault' || status === 500) events.requestFailed(where, error);
    else if (kind === 'transient') events.requestPutOff(where, error);
    else events.requestRefused(where);
    if (status === 503) reply.header('retry-after', RETRY_AFTER_SECONDS);
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    return reply.code(status).type('application/problem+json').send(JSON.stringify(problem));
  };
  const app: HttpApp = fastify({
    logger: false,
    bodyLimit: options.bodyLimitBytes,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: answer,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answer);
  app.setNotFoundHandler((request, reply) =>
    answer(rejected('not_found', 'there is nothing here'), request, reply),
  );
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    if (HEALTH_ROUTES.has(routeOf(request))) return;
    events.requestAnswered({
      requestId: request.id,
      method: request.method,
      route: routeOf(request),
      status: reply.statusCode,
      milliseconds: Math.round(reply.elapsedTime),
    });
  });

  await app.register(fastifyHelmet, { global: true, ...options.helmet });
  if (options.rateLimit !== 'unlimited') {
    await app.register(fastifyRateLimit, {
      max: options.rateLimit.max,
      timeWindow: options.rateLimit.windowSeconds * 1000,
      allowList: (request) => HEALTH_ROUTES.has(routeOf(request)),
      errorResponseBuilder: () => rejected('rate_limited', 'too many requests; see the Retry-After header'),
    });
  }
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async () => {
    try {
      await within(READY_SECONDS, options.checkReady());
    } catch (cause) {
      events.notReady({ code: toAppError(cause)?.code ?? 'fault' }, cause);
      throw transient('service_unavailable', 'the service is not ready', cause);
    }
    return { status: 'ready' };
  });

  return {
    app,
    listen: (address) => app.listen(address),
    close: async () => {
      const cut = setTimeout(() => app.server.closeAllConnections(), (options.closeSeconds ?? 10) * 1000);
      try {
        await app.close();
      } finally {
        clearTimeout(cut);
      }
    },
  };
}

/** The pattern of the route (`/v1/uploads/:uploadId`), never the path that was asked for. */
function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'unknown';
}

async function within<T>(seconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(transient('service_unavailable', `no answer within ${seconds} s`)),
      seconds * 1000,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
