import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { CONSOLE_PATH, DOCS_PATH } from '@passant/contracts';
import { OAuthError } from '@passant/protocol';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { OAuthErrorFilter } from './oauth-error.filter.js';

/** What a browser may load for the console and the documentation: nothing that does not come from this server. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
};

/** Whether the file server refused the spelling of a path. Refusals of our own carry no status code of Fastify. */
function isOutsideFolder(error: unknown): boolean {
  return !(error instanceof OAuthError) && (error as { statusCode?: unknown }).statusCode === 403;
}

/** Answers what goes wrong, above all what the hooks of all requests refuse, as at every other address. */
function answerFaults(scope: FastifyInstance, filter: OAuthErrorFilter): void {
  scope.setErrorHandler((error, request, reply) => {
    // A path that leads out of the folder is answered as not found.
    if (isOutsideFolder(error)) reply.callNotFound();
    else filter.refuse(error, request, reply);
  });
}

/** Serves the folder `assets` of a built site. The names of the files in it contain a hash of their content. */
function serveAssets(scope: FastifyInstance, path: string): void {
  scope.get(`${path}/assets/*`, (request, reply) => {
    const file = (request.params as { '*': string })['*'];
    return reply.headers(HEADERS).sendFile(`assets/${file}`, { maxAge: '365d', immutable: true });
  });
}

/** Sends a file that is asked for anew every time, because its name stays the same when its content changes. */
function sendFresh(reply: FastifyReply, file: string): FastifyReply {
  return reply.headers({ ...HEADERS, 'cache-control': 'no-cache' }).sendFile(file, { cacheControl: false });
}

/** What the documentation shows where it has no page. */
const NO_PAGE = '404.html';

/** Whether the path names a file of the folder itself. */
const isFileOf = (directory: string, path: string) =>
  /^[\w-]+\.[a-z]+$/.test(path) && existsSync(join(directory, path));

/**
 * Serves the built console. Every console address that is not a file returns the start page, which does the routing.
 * @param filter writes the refusals
 */
export function serveConsole(fastify: FastifyInstance, directory: string, filter: OAuthErrorFilter): void {
  if (!existsSync(join(directory, 'index.html'))) throw new Error(`The console is not built: ${directory}`);
  void fastify.register(async (scope) => {
    answerFaults(scope, filter);
    await scope.register(fastifyStatic, { root: directory, serve: false });
    scope.get('/', (_request, reply) => reply.redirect(`${CONSOLE_PATH}/`));
    scope.get(CONSOLE_PATH, (_request, reply) => reply.redirect(`${CONSOLE_PATH}/`));
    serveAssets(scope, CONSOLE_PATH);
    scope.get(`${CONSOLE_PATH}/*`, (request, reply) => {
      const path = (request.params as { '*': string })['*'];
      if (path.startsWith('api/')) return reply.callNotFound();
      return sendFresh(reply, isFileOf(directory, path) ? path : 'index.html');
    });
  });
}

/**
 * Serves the built documentation. A page has the name of its file without `.html`. Where there is no page, the answer
 * is the site's own page for that, with status 404.
 * @param directory of the built site; without it, every address below the path says that it is not there
 * @param filter writes the refusals
 */
export function serveDocs(fastify: FastifyInstance, directory: string | undefined, filter: OAuthErrorFilter): void {
  void fastify.register(async (scope) => {
    answerFaults(scope, filter);
    if (directory === undefined || !existsSync(join(directory, 'index.html'))) {
      const refuse = () => {
        throw new OAuthError('not_found', 'The documentation is not built here. "npm run build" builds it.');
      };
      scope.get(DOCS_PATH, refuse);
      scope.get(`${DOCS_PATH}/*`, refuse);
      return;
    }
    await scope.register(fastifyStatic, { root: directory, serve: false });
    scope.get(DOCS_PATH, (_request, reply) => reply.redirect(`${DOCS_PATH}/`));
    serveAssets(scope, DOCS_PATH);
    scope.get(`${DOCS_PATH}/*`, (request, reply) => {
      const path = (request.params as { '*': string })['*'] || 'index';
      const file = [path, `${path}.html`].find((name) => isFileOf(directory, name));
      // The page for what is not there says so by its own address, too.
      if (file === undefined || file === NO_PAGE) return sendFresh(reply.status(404), NO_PAGE);
      return sendFresh(reply, file);
    });
  });
}
