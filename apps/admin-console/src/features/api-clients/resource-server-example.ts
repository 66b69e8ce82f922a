import type { ApiClient } from '@passant/contracts';
import { metadataAddress } from './resource-words.js';

/** The frameworks that `@passant/resource-server` has adapters for. */
export const FRAMEWORKS = ['Express', 'Fastify', 'NestJS'] as const;
export type Framework = (typeof FRAMEWORKS)[number];

/** Path in the repository of each framework's example. */
export const EXAMPLE_OF: Record<Framework, string> = {
  Express: 'examples/resource-server-express',
  Fastify: 'examples/resource-server-fastify',
  NestJS: 'examples/resource-server-nest',
};

const ROUTES: Record<Framework, string[]> = {
  Express: [
    "app.get('/profile', requireToken(passant.require({ scope: 'profile' })), (request, response) => {",
    '  response.json({ sub: tokenOf(request).sub });',
    '});',
  ],
  Fastify: [
    "const onRequest = requireToken(passant.require({ scope: 'profile' }));",
    "app.get('/profile', { onRequest }, async (request) => ({ sub: tokenOf(request).sub }));",
  ],
  NestJS: [
    '@Module({',
    '  imports: [PassantModule.register(passant)],',
    '  providers: [{ provide: APP_GUARD, useExisting: TokenGuard }],',
    '})',
    'export class AppModule {}',
    '',
    '@Controller()',
    'export class ProfileController {',
    "  @Get('profile')",
    "  @RequireToken({ scope: 'profile' })",
    '  profile(@Token() token: ActiveToken) {',
    '    return { sub: token.sub };',
    '  }',
    '}',
  ],
};

const IMPORTS: Record<Framework, string[]> = {
  Express: ["import { requireToken, tokenOf } from '@passant/resource-server/express';"],
  Fastify: ["import { requireToken, tokenOf } from '@passant/resource-server/fastify';"],
  NestJS: [
    "import { Controller, Get, Module } from '@nestjs/common';",
    "import { APP_GUARD } from '@nestjs/core';",
    "import type { ActiveToken } from '@passant/resource-server';",
    "import { PassantModule, RequireToken, Token, TokenGuard } from '@passant/resource-server/nest';",
  ],
};

type Caller = Pick<ApiClient, 'client_id' | 'token_endpoint_auth_method' | 'resources'>;

/**
 * A back end that accepts tokens, authenticating as an API client. Secrets come from the environment: they are shown
 * only once, and they do not belong in source code.
 * @param origin origin of this server
 */
export function resourceServerExample(framework: Framework, origin: string, client: Caller): string {
  const proof =
    client.token_endpoint_auth_method === 'private_key_jwt'
      ? 'privateKey: process.env.API_PRIVATE_KEY,'
      : 'clientSecret: process.env.API_SECRET,';
  const [resource] = client.resources;
  return [
    "import { ResourceServer } from '@passant/resource-server';",
    ...IMPORTS[framework],
    '',
    'const passant = new ResourceServer({',
    `  url: '${origin}',`,
    `  clientId: '${client.client_id}',`,
    `  ${proof}`,
    // One that is no address cannot publish anything about itself.
    ...(resource !== undefined && metadataAddress(resource) !== undefined
      ? [`  resource: '${resource.replaceAll("'", "\\'")}',`]
      : []),
    '});',
    '',
    ...ROUTES[framework],
  ].join('\n');
}
