import { existsSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ADMIN_API_PATH, CONSOLE_PATH, PATHS } from '@passant/contracts';
import { Store } from '@passant/persistence';
import { OAuthError } from '@passant/protocol';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { AppModule, type World } from './app.module.js';
import { EntranceErrorFilter } from './authorize/authorize-error.filter.js';
import { LEGACY_AUTHENTICATION_HEADER } from './client-auth/client-secret-basic.strategy.js';
import { watchRoutes } from './platform/http/allowed-methods.js';
import { ContractPipe } from './platform/http/contract.pipe.js';
import { acceptBodies } from './platform/http/bodies.js';
import { answerClientError, answerFrameworkErrors, answerOddRequests } from './platform/http/early-refusals.js';
import { letOriginsIn } from './platform/http/cross-origin.js';
import { isOfAdminApi } from './platform/http/surface.js';
import { watchRequests } from './platform/http/request-facts.js';
import { CALLERS_NAME, callersRequestId, generateRequestId } from './platform/http/request-id.js';
import { MAX_PARAM_LENGTH } from './platform/http/framework-faults.js';
import type { OAuthErrorFilter } from './platform/http/oauth-error.filter.js';
import { watchRules } from './platform/http/request-rules.js';
import { giveUpUnreadAnswers } from './platform/http/unread-answers.js';
import type { StartGate } from './platform/http/start-gate.js';
import { keepAccessLog } from './observation/access-log.js';
import { watchWithMetrics } from './observation/metrics/watch.js';
import { Metrics } from './observation/metrics/metrics.js';
import { NestLog } from './platform/logging.js';
import { EventLog } from './observation/event-log.js';
import { RefusalLog } from './observation/refusal-log.js';

/** Milliseconds within which a request must have arrived completely. */
const REQUEST_TIMEOUT = 30_000;

/** Maximum body size, in bytes, of a request that carries scripts. */
const SCRIPT_BODY_LIMIT = 1024 * 1024;

/** Maximum body size, in bytes, of an answer on the login pages: form encoding may take nine bytes per character. */
const ANSWER_BODY_LIMIT = 512 * 1024;

/**
 * Maximum body size, in bytes, of a batch introspection request: each token may be as long as the header it arrived in,
 * and one that is invalid must not affect the others.
 */
const BATCH_BODY_LIMIT = 2 * 1024 * 1024;

/** What a browser may load for the console: nothing that does not come from this server. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

export interface AppOptions {
  logger: Logger;
  /** Folder of the built console. Without it, only the API is served. */
  consoleDirectory?: string;
  /** Rejects requests until it is opened. Without a gate, every request is accepted. */
  gate?: StartGate;
}

/** RFC 9745: the legacy header still works because published documentation shows it, but it is deprecated. */
const LEGACY_HEADER_SINCE = '@1795219200';

function usesLegacyHeader(headers: IncomingMessage['headers']): boolean {
  return !headers.authorization && Boolean(headers[LEGACY_AUTHENTICATION_HEADER]);
}

/**
 * Creates the application and configures all HTTP behaviour that is common to every endpoint. It does not listen yet.
 */
export async function createApp(world: World, options: AppOptions): Promise<NestFastifyApplication> {
  const filter = new EntranceErrorFilter();
  const adapter = new FastifyAdapter({
    bodyLimit: world.config.bodyLimit,
    genReqId: generateRequestId,
    requestIdHeader: false,
    trustProxy: world.config.trustedProxies.length > 0 ? world.config.trustedProxies : false,
    // The whole request must have arrived within this time; the response may take longer.
    requestTimeout: REQUEST_TIMEOUT,
    // The Host header is checked together with the other request rules, so that its refusal has the same form as all
    // others.
    http: { requireHostHeader: false },
    keepAliveTimeout: world.config.keepAliveSeconds * 1000,
    frameworkErrors: answerFrameworkErrors(filter),
    clientErrorHandler: answerClientError,
    // Requests in progress are answered; the listening socket and idle connections are closed immediately.
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  answerOddRequests(fastify);
  watchRoutes(fastify);
  giveUpUnreadAnswers(fastify);
  watchRequests(fastify);
  acceptBodies(fastify);
  const isSecure = world.config.publicUrl?.startsWith('https:') ?? false;
  fastify.addHook('onRequest', (request, reply, done) => {
    if (usesLegacyHeader(request.headers)) void reply.header('deprecation', LEGACY_HEADER_SINCE);
    void reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
    const theirs = callersRequestId(request.headers);
    if (theirs !== null) void reply.header(CALLERS_NAME.answered, theirs);
    // With the test clock, clients that read the time from responses get this server's time.
    if (world.config.testClock) void reply.header('date', new Date(world.clock.milliseconds()).toUTCString());
    if (isSecure) void reply.header('strict-transport-security', 'max-age=31536000');
    if (isOfAdminApi(request)) void reply.header('cache-control', 'no-store');
    done();
  });
  watchRules(fastify);
  options.gate?.watch(fastify);
  fastify.addHook('onRoute', (route) => {
    if (route.url.startsWith(`${ADMIN_API_PATH}/identity-providers`)) {
      route.bodyLimit = Math.max(SCRIPT_BODY_LIMIT, world.config.bodyLimit);
    }
    if (route.url === PATHS.introspectBatch) route.bodyLimit = Math.max(BATCH_BODY_LIMIT, world.config.bodyLimit);
    if (route.url === PATHS.authorizeAnswer) route.bodyLimit = Math.max(ANSWER_BODY_LIMIT, world.config.bodyLimit);
  });
  if (options.consoleDirectory) serveConsole(fastify, options.consoleDirectory, filter);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.for(world), adapter, {
    logger: new NestLog(options.logger),
    abortOnError: false,
    bodyParser: false,
  });
  const refusals: RefusalLog = app.get(RefusalLog);
  fastify.decorate('refusals', refusals);
  const metrics = app.get(Metrics);
  watchWithMetrics(fastify, metrics, { events: app.get(EventLog), refusals, database: world.database });
  if (world.config.accessLog) keepAccessLog(fastify, options.logger);
  if (world.config.telemetry) {
    // Loaded on demand: without telemetry it takes no memory.
    const { Telemetry } = await import('./observation/telemetry/telemetry.js');
    const telemetry = new Telemetry(world.config.telemetry, metrics);
    telemetry.watch(fastify, metrics);
    fastify.addHook('onClose', () => telemetry.close());
  }
  letOriginsIn(fastify, app.get(Store), world.config.registration.open);
  app.useGlobalPipes(new ContractPipe());
  app.useGlobalFilters(filter);
  return app;
}

/** Whether the file server refused the spelling of a path. Refusals of our own carry no status code of Fastify. */
function isOutsideFolder(error: unknown): boolean {
  return !(error instanceof OAuthError) && (error as { statusCode?: unknown }).statusCode === 403;
}

/**
 * Serves the built console. Every console address that is not a file returns the start page, which does the routing.
 * @param filter writes the refusals
 */
function serveConsole(fastify: FastifyInstance, directory: string, filter: OAuthErrorFilter): void {
  if (!existsSync(join(directory, 'index.html'))) throw new Error(`The console is not built: ${directory}`);
  void fastify.register(async (scope) => {
    scope.setErrorHandler((error, request, reply) => {
      // A path that leads out of the folder is answered as not found. Everything else, above all what the hooks of all
      // requests refuse, is answered here as at every other address.
      if (isOutsideFolder(error)) reply.callNotFound();
      else filter.refuse(error, request, reply);
    });
    await scope.register(fastifyStatic, { root: directory, serve: false });
    const headers = {
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
    };
    scope.get('/', (_request, reply) => reply.redirect(`${CONSOLE_PATH}/`));
    scope.get(CONSOLE_PATH, (_request, reply) => reply.redirect(`${CONSOLE_PATH}/`));
    scope.get(`${CONSOLE_PATH}/assets/*`, (request, reply) => {
      const file = (request.params as { '*': string })['*'];
      // The names of built files contain a hash of their content.
      return reply.headers(headers).sendFile(`assets/${file}`, { maxAge: '365d', immutable: true });
    });
    scope.get(`${CONSOLE_PATH}/*`, (request, reply) => {
      const path = (request.params as { '*': string })['*'];
      if (path.startsWith('api/')) return reply.callNotFound();
      const file = /^[\w-]+\.[a-z]+$/.test(path) && existsSync(join(directory, path)) ? path : 'index.html';
      return reply.headers({ ...headers, 'cache-control': 'no-cache' }).sendFile(file, { cacheControl: false });
    });
  });
}
