import type { IncomingMessage } from 'node:http';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ADMIN_API_PATH, PATHS } from '@passant/contracts';
import { Store } from '@passant/persistence';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { AppModule, type World } from './app.module.js';
import { EntranceErrorFilter } from './authorize/authorize-error.filter.js';
import { LEGACY_AUTHENTICATION_HEADER } from './client-auth/client-secret-basic.strategy.js';
import { watchRoutes } from './platform/http/allowed-methods.js';
import { ContractPipe } from './platform/http/contract.pipe.js';
import { acceptBodies } from './platform/http/bodies.js';
import type { Gate } from './platform/http/gate.js';
import {
  answerClientError,
  answerFrameworkErrors,
  answerOddRequests,
  noteResponses,
} from './platform/http/early-refusals.js';
import { letOriginsIn } from './platform/http/cross-origin.js';
import { isOfAdminApi } from './platform/http/surface.js';
import { watchRequests } from './platform/http/request-facts.js';
import { CALLERS_NAME, callersRequestId, generateRequestId } from './platform/http/request-id.js';
import { MAX_PARAM_LENGTH } from './platform/http/framework-faults.js';
import { revalidatePublicDocuments } from './platform/http/public-document.js';
import { watchRules } from './platform/http/request-rules.js';
import { canonicalTarget } from './platform/http/request-target.js';
import { giveUpUnreadAnswers, limitPipelines } from './platform/http/unread-answers.js';
import { serveConsole, serveDocs } from './platform/http/static-files.js';
import { keepAccessLog } from './observation/access-log.js';
import { watchWithMetrics } from './observation/metrics/watch.js';
import { Metrics } from './observation/metrics/metrics.js';
import { serveInTurn } from './platform/http/turns.js';
import { serveHotRoutes, takeOverFromHotRoutes } from './platform/http/hot-route.js';
import { HOT_PATHS, IntrospectionHotRoutes } from './introspection/introspection.hot-route.js';
import { NestLog } from './platform/logging.js';
import { EventLog } from './observation/event-log.js';
import { HourlyCounts } from './observation/hourly-counts.js';
import { RefusalLog } from './observation/refusal-log.js';

/** Milliseconds within which a request must have arrived completely. */
const REQUEST_TIMEOUT = 30_000;

/** Maximum body size, in bytes, of a request that carries scripts. */
const SCRIPT_BODY_LIMIT = 1024 * 1024;

/** Maximum body size, in bytes, of a whole configuration with the scripts of all providers. */
const CONFIGURATION_BODY_LIMIT = 4 * 1024 * 1024;

/** Maximum body size, in bytes, of an answer on the login pages: form encoding may take nine bytes per character. */
const ANSWER_BODY_LIMIT = 512 * 1024;

/**
 * Maximum body size, in bytes, of a batch introspection request: each token may be as long as the header it arrived in,
 * and one that is invalid must not affect the others.
 */
const BATCH_BODY_LIMIT = 2 * 1024 * 1024;

export interface AppOptions {
  logger: Logger;
  /** Folder of the built console. Without it, only the API is served. */
  consoleDirectory?: string;
  /** Folder of the built documentation. Without it, its addresses say that it is not built. */
  docsDirectory?: string;
  /** Rejects requests until it is opened. Without a gate, every request is accepted. */
  gate?: Gate;
}

/** RFC 9745: the legacy header still works because published documentation shows it, but it is deprecated. */
const LEGACY_HEADER_SINCE = '@1795219200';

function usesLegacyHeader(headers: IncomingMessage['headers']): boolean {
  return !headers.authorization && Boolean(headers[LEGACY_AUTHENTICATION_HEADER]);
}

/** Whether the operator wants something of each single request, for which the framework has the places. */
function watchesRequests({ accessLog, telemetry, testClock, events }: World['config']): boolean {
  return accessLog || telemetry !== undefined || testClock || events.detailed.includes('TOKEN_INTROSPECTION_SUCCESS');
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
    forceCloseConnections: 'idle',
    // Before anything else looks at it.
    rewriteUrl: ({ url = '' }) => canonicalTarget(url),
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  answerOddRequests(fastify);
  noteResponses(fastify);
  watchRoutes(fastify);
  limitPipelines(fastify);
  giveUpUnreadAnswers(fastify);
  revalidatePublicDocuments(fastify);
  watchRequests(fastify);
  acceptBodies(fastify);
  const isSecure = world.config.publicUrl?.startsWith('https:') ?? false;
  takeOverFromHotRoutes(fastify, Object.values(HOT_PATHS));
  const headersOfAll = {
    'x-content-type-options': 'nosniff',
    ...(isSecure ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
  fastify.addHook('onRequest', (request, reply, done) => {
    if (usesLegacyHeader(request.headers)) void reply.header('deprecation', LEGACY_HEADER_SINCE);
    void reply.headers(headersOfAll).header('x-request-id', request.id);
    const theirs = callersRequestId(request.headers);
    if (theirs !== null) void reply.header(CALLERS_NAME.answered, theirs);
    // With the test clock, clients that read the time from responses get this server's time.
    if (world.config.testClock) void reply.header('date', new Date(world.clock.milliseconds()).toUTCString());
    if (isOfAdminApi(request)) void reply.header('cache-control', 'no-store');
    done();
  });
  watchRules(fastify);
  options.gate?.watch(fastify);
  fastify.addHook('onRoute', (route) => {
    if (route.url.startsWith(`${ADMIN_API_PATH}/identity-providers`)) {
      route.bodyLimit = Math.max(SCRIPT_BODY_LIMIT, world.config.bodyLimit);
    }
    if (route.url.startsWith(`${ADMIN_API_PATH}/configuration/`)) {
      route.bodyLimit = Math.max(CONFIGURATION_BODY_LIMIT, world.config.bodyLimit);
    }
    if (route.url === PATHS.introspectBatch) route.bodyLimit = Math.max(BATCH_BODY_LIMIT, world.config.bodyLimit);
    if (route.url === PATHS.authorizeAnswer) route.bodyLimit = Math.max(ANSWER_BODY_LIMIT, world.config.bodyLimit);
  });
  if (options.consoleDirectory) serveConsole(fastify, options.consoleDirectory, filter);
  serveDocs(fastify, options.docsDirectory, filter);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.for(world), adapter, {
    logger: new NestLog(options.logger),
    abortOnError: false,
    bodyParser: false,
  });
  const refusals: RefusalLog = app.get(RefusalLog);
  fastify.decorate('refusals', refusals);
  const metrics = app.get(Metrics);
  const rooms = { events: app.get(EventLog), refusals, hourly: app.get(HourlyCounts), database: world.database };
  watchWithMetrics(fastify, metrics, rooms);
  if (world.config.accessLog) keepAccessLog(fastify, options.logger);
  if (world.config.telemetry) {
    // Loaded on demand: without telemetry it takes no memory.
    const { Telemetry } = await import('./observation/telemetry/telemetry.js');
    const telemetry = new Telemetry(world.config.telemetry, metrics);
    telemetry.watch(fastify, metrics);
    telemetry.watchLog(options.logger);
    fastify.addHook('onClose', () => telemetry.close());
  }
  if (!watchesRequests(world.config)) {
    serveHotRoutes(fastify, {
      routes: app.get(IntrospectionHotRoutes).routes,
      headers: headersOfAll,
      isOpen: () => options.gate?.isOpen ?? true,
      answered: (path, milliseconds) => metrics.answered('POST', path, 200, milliseconds),
    });
  }
  const turns = serveInTurn(fastify, world.config.trustedProxies, (method) => metrics.answered(method, 'none', 503, 0));
  metrics.watchTurns(() => turns.length);
  letOriginsIn(fastify, app.get(Store), world.config.registration.open);
  app.useGlobalPipes(new ContractPipe());
  app.useGlobalFilters(filter);
  return app;
}
