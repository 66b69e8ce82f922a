import { existsSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ADMIN_API_PATH, CONSOLE_PATH } from '@passant/contracts';
import { OAuthError } from '@passant/protocol';
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
import { NestLog } from './platform/logging.js';
import { RefusalLog } from './platform/refusal-log.js';
import type { World } from './platform/platform.module.js';

/** Milliseconds a request may take to arrive. */
const REQUEST_TIMEOUT = 30_000;

/** Bytes of a request that carries scripts. */
const SCRIPT_BODY_LIMIT = 1024 * 1024;

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
  fastify.addHook('onRequest', async (request, reply) => {
    if (usesLegacyHeader(request.headers)) void reply.header('deprecation', LEGACY_HEADER_SINCE);
    void reply.headers({ 'x-request-id': request.id, 'x-content-type-options': 'nosniff' });
    if (/%00/.test(request.url)) throw new OAuthError('invalid_request', 'The address holds a NUL character.');
    if (world.config.publicUrl?.startsWith('https:')) {
      void reply.header('strict-transport-security', 'max-age=31536000');
    }
    if (request.url.startsWith(ADMIN_API_PATH)) void reply.header('cache-control', 'no-store');
  });
  fastify.addHook('onRoute', (route) => {
    if (route.url.startsWith(`${ADMIN_API_PATH}/identity-providers`)) {
      route.bodyLimit = Math.max(SCRIPT_BODY_LIMIT, world.config.bodyLimit);
    }
  });
  if (options.consoleDirectory) serveConsole(fastify, options.consoleDirectory);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.for(world), adapter, {
    logger: new NestLog(options.logger),
    abortOnError: false,
    bodyParser: false,
  });
  const refusals: RefusalLog = app.get(RefusalLog);
  fastify.decorate('refusals', refusals);
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
