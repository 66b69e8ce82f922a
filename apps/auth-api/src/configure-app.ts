import { existsSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ADMIN_API_PATH, CONSOLE_PATH, PATHS } from '@passant/contracts';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { AppModule } from './app.module.js';
import { LEGACY_AUTHENTICATION_HEADER } from './client-auth/client-secret-basic.strategy.js';
import { watchRoutes } from './platform/http/allowed-methods.js';
import { ContractPipe } from './platform/http/contract.pipe.js';
import { acceptBodies } from './platform/http/bodies.js';
import { answerClientError, answerFrameworkError } from './platform/http/early-refusals.js';
import { OAuthErrorFilter } from './platform/http/oauth-error.filter.js';
import { watchRequests } from './platform/http/request-facts.js';
import { requestIdOf } from './platform/http/request-id.js';
import { watchRules } from './platform/http/request-rules.js';
import { watchWithMetrics } from './platform/metrics/watch.js';
import { Metrics } from './platform/metrics/metrics.js';
import { NestLog } from './platform/logging.js';
import { EventLog } from './platform/event-log.js';
import { RefusalLog } from './platform/refusal-log.js';
import type { World } from './platform/platform.module.js';

/** Milliseconds a request may take to arrive. */
const REQUEST_TIMEOUT = 30_000;

/** Bytes of a request that carries scripts. */
const SCRIPT_BODY_LIMIT = 1024 * 1024;

/** Bytes of a person's answer on the login pages: its characters may take nine each in a form. */
const ANSWER_BODY_LIMIT = 512 * 1024;

/** What a browser may do with the console: nothing that does not come from this server. */
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
  /** Folder of the built console; without one only the API is served. */
  consoleDirectory?: string;
}

/** RFC 9745: the header works, because documents print it, but another is the one to use. */
const LEGACY_HEADER_SINCE = '@1795219200';

function usesLegacyHeader(headers: IncomingMessage['headers']): boolean {
  return headers.authorization === undefined && headers[LEGACY_AUTHENTICATION_HEADER] !== undefined;
}

/** The application with everything about HTTP that concerns every endpoint. Not yet listening. */
export async function createApp(world: World, options: AppOptions): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: world.config.bodyLimit,
    genReqId: (request: IncomingMessage) => requestIdOf(request.headers),
    requestIdHeader: false,
    // A request has to be here, whole, within this time; the answer may take longer.
    requestTimeout: REQUEST_TIMEOUT,
    frameworkErrors: answerFrameworkError,
    clientErrorHandler: answerClientError,
    // Requests under way are answered; the listening socket and idle connections close at once.
    forceCloseConnections: 'idle',
    // A user identifier has up to 255 characters; in an address each may take nine.
    routerOptions: { maxParamLength: 2304 },
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  watchRoutes(fastify);
  watchRequests(fastify);
  acceptBodies(fastify);
  const isSecure = world.config.publicUrl?.startsWith('https:') ?? false;
  fastify.addHook('onRequest', (request, reply, done) => {
    if (usesLegacyHeader(request.headers)) void reply.header('deprecation', LEGACY_HEADER_SINCE);
    void reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
    if (isSecure) void reply.header('strict-transport-security', 'max-age=31536000');
    if (request.url.startsWith(ADMIN_API_PATH)) void reply.header('cache-control', 'no-store');
    done();
  });
  watchRules(fastify);
  fastify.addHook('onRoute', (route) => {
    if (route.url.startsWith(`${ADMIN_API_PATH}/identity-providers`)) {
      route.bodyLimit = Math.max(SCRIPT_BODY_LIMIT, world.config.bodyLimit);
    }
    if (route.url === PATHS.authorizeAnswer) route.bodyLimit = Math.max(ANSWER_BODY_LIMIT, world.config.bodyLimit);
  });
  if (options.consoleDirectory) serveConsole(fastify, options.consoleDirectory);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.for(world), adapter, {
    logger: new NestLog(options.logger),
    abortOnError: false,
    bodyParser: false,
  });
  const refusals: RefusalLog = app.get(RefusalLog);
  fastify.decorate('refusals', refusals);
  watchWithMetrics(fastify, app.get(Metrics), { events: app.get(EventLog), database: world.database });
  app.useGlobalPipes(new ContractPipe());
  app.useGlobalFilters(new OAuthErrorFilter());
  return app;
}

/** Serves the built console; every address of it that is no file is its start page, which knows the rest. */
function serveConsole(fastify: FastifyInstance, directory: string): void {
  if (!existsSync(join(directory, 'index.html'))) throw new Error(`The console is not built: ${directory}`);
  void fastify.register(async (scope) => {
    // A path that leads out of the folder is a page that does not exist.
    scope.setErrorHandler((_error, _request, reply) => reply.callNotFound());
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
      // Built files carry a hash of their content in the name.
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
