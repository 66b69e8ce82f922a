import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { at } from '../lib/workspace.mjs';

const clients = (...parts: string[]) => at('tools/interop/clients', ...parts);

/**
 * Serves one page with its script, the library that the script uses, and the settings that it fetches.
 * @returns a function that stops the server
 */
export async function servePage(
  program: string,
  settings: Record<string, unknown>,
  port: number,
): Promise<() => Promise<void>> {
  const javascript = 'text/javascript; charset=utf-8';
  const files = new Map<string, readonly [type: string, text: () => string]>([
    ['/program.mjs', [javascript, () => readFileSync(clients('pages', `${program}.mjs`), 'utf8')]],
    [
      '/oidc-client-ts.js',
      [
        javascript,
        () => readFileSync(clients('node_modules/oidc-client-ts/dist/browser/oidc-client-ts.min.js'), 'utf8'),
      ],
    ],
    ['/settings.json', ['application/json', () => JSON.stringify(settings)]],
  ]);
  const page =
    '<!doctype html><title>A site</title><output></output><script src="/oidc-client-ts.js"></script><script type="module" src="/program.mjs"></script>';
  const server = createServer((request, reply) => {
    const [type, text] = files.get(request.url ?? '') ?? ['text/html; charset=utf-8', () => page];
    reply.writeHead(200, { 'content-type': type }).end(text());
  });
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  };
}
