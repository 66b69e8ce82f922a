import 'reflect-metadata';
import { type Server as HttpServer, createServer } from 'node:http';
import { Controller, Get, type INestApplication, Module, UseGuards } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type ActiveToken, ResourceServer } from '@passant/resource-server';
import * as express from '@passant/resource-server/express';
import * as fastifyAdapter from '@passant/resource-server/fastify';
import { PassantModule, RequireToken, Token, TokenGuard, WithoutToken } from '@passant/resource-server/nest';
import expressApp from 'express';
import fastify from 'fastify';
import { AuthServer } from '../support/auth-server.js';

let server: AuthServer;
let passant: ResourceServer;
/** The listening HTTP servers. */
const https: HttpServer[] = [];
let tokens: Record<'stateless' | 'default', string>;
/** The back ends under test, with their URLs and how to stop them. */
const back: Record<string, { url: string; end: () => Promise<unknown> }> = {};

@Controller()
class Api {
  @Get('me')
  me(@Token() token: ActiveToken) {
    return { sub: token.sub };
  }

  @Get('profile')
  @RequireToken({ scope: 'profile', notStateless: true })
  profile(@Token() token: ActiveToken) {
    return { sub: token.sub };
  }

  @Get('open')
  @WithoutToken()
  open() {
    return { sub: null };
  }
}

@Controller('guarded')
@UseGuards(TokenGuard)
class Guarded {
  @Get()
  get(@Token() token: ActiveToken) {
    return { sub: token.sub };
  }
}

async function nestApp(): Promise<INestApplication> {
  @Module({
    imports: [PassantModule.register(passant)],
    controllers: [Api, Guarded],
    providers: [{ provide: APP_GUARD, useExisting: TokenGuard }],
  })
  class AppModule {}
  const app = await NestFactory.create(AppModule, new FastifyAdapter(), { logger: false });
  await app.listen(0, '127.0.0.1');
  return app;
}

beforeAll(async () => {
  server = await AuthServer.start();
  const provider = await server.given.provider();
  const app = await server.given.appInstance(await server.given.mobileApplication(provider));
  const tokenOf = async (more: object) =>
    (await app.complete(provider.identifier, { profile_id: 'AAAAAA', ...more })).body.oauth_token!.access_token;
  tokens = {
    default: await tokenOf({}),
    stateless: await tokenOf({ grant_type: 'urn:onewelcome:oauth2:grant_type:stateless_authentication' }),
  };
  const { clientId, secret } = await server.given.resourceServer();
  passant = new ResourceServer({ url: server.url, clientId, clientSecret: secret });
  const [any, profile] = [passant.require(), passant.require({ scope: 'profile', notStateless: true })];

  const ofExpress = expressApp();
  ofExpress.get('/me', express.requireToken(any), (request, response) => {
    response.json({ sub: express.tokenOf(request).sub });
  });
  ofExpress.get('/profile', express.requireToken(profile), (request, response) => {
    response.json({ sub: request.token!.sub });
  });
  ofExpress.get('/open', (_request, response) => void response.json({ sub: null }));
  const plain = createServer(ofExpress);
  await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
  const { port } = plain.address() as { port: number };
  https.push(plain);
  const end = async () => new Promise((resolve) => plain.close(resolve));
  back.Express = { url: `http://127.0.0.1:${port}`, end };

  const ofFastify = fastify();
  const me = async (request: object) => ({ sub: fastifyAdapter.tokenOf(request).sub });
  ofFastify.get('/me', { onRequest: fastifyAdapter.requireToken(any) }, me);
  ofFastify.get('/profile', { preHandler: fastifyAdapter.requireToken(profile) }, me);
  ofFastify.get('/open', async () => ({ sub: null }));
  back.Fastify = { url: await ofFastify.listen({ port: 0, host: '127.0.0.1' }), end: () => ofFastify.close() };

  https.push(ofFastify.server);

  const ofNest = await nestApp();
  https.push(ofNest.getHttpServer() as HttpServer);
  back.NestJS = { url: await ofNest.getUrl(), end: () => ofNest.close() };
});
afterAll(async () => {
  // When a stream is aborted, `fetch` opens another connection, which stays idle and so keeps a server from closing.
  const cut = setInterval(() => {
    for (const one of [server.app.getHttpServer(), ...https]) one.closeAllConnections();
  }, 50);
  for (const { end } of Object.values(back)) await end();
  await passant.close();
  await server.close();
  clearInterval(cut);
});

async function get(framework: string, path: string, token?: string) {
  const headers = token === undefined ? undefined : { authorization: `Bearer ${token}` };
  const reply = await fetch(back[framework]!.url + path, headers ? { headers } : {});
  return {
    status: reply.status,
    challenge: reply.headers.get('www-authenticate'),
    body: (await reply.json()) as object,
  };
}

describe.each(['Express', 'Fastify', 'NestJS'])('With %s', (framework) => {
  it('who brings a good token is let in, and the method knows what it is about', async () => {
    expect(await get(framework, '/me', tokens.stateless)).toMatchObject({
      status: 200,
      body: { sub: expect.any(String) as string },
    });
    expect((await get(framework, '/profile', tokens.default)).status).toBe(200);
  });

  it('what is for everybody is for everybody', async () => {
    expect((await get(framework, '/open')).status).toBe(200);
  });

  it.each<[string, string, () => string | undefined, number, string | null, string]>([
    ['no token', '/me', () => undefined, 401, 'Bearer realm="api"', 'unauthorized'],
    ['an unknown token', '/me', () => 'C'.repeat(64), 401, 'error="invalid_token"', 'invalid_token'],
    ['what is no token', '/me', () => 'a b', 400, 'error="invalid_request"', 'invalid_request'],
    [
      'a stateless token',
      '/profile',
      () => tokens.stateless,
      403,
      'error="stateless_access_token"',
      'stateless_access_token',
    ],
  ])('who brings %s is refused', async (_, path, token, status, challenge, error) => {
    const reply = await get(framework, path, token());
    expect(reply).toMatchObject({ status, body: { error, error_description: expect.any(String) as string } });
    expect(reply.challenge).toContain(challenge);
  });
});

it.each([express.tokenOf, fastifyAdapter.tokenOf])(
  'A route without requireToken before it is told of no token',
  (of) => {
    expect(() => of({})).toThrow(TypeError);
  },
);

it('With NestJS a guard may stand before one controller alone', async () => {
  expect((await get('NestJS', '/guarded', tokens.default)).status).toBe(200);
});

it('Nobody is let in while nobody knows, with any of them', async () => {
  const cut = new ResourceServer({ url: 'http://127.0.0.1:9', clientId: 'a', clientSecret: 'b', feed: 'off' });
  const ofFastify = fastify();
  ofFastify.get('/', { onRequest: fastifyAdapter.requireToken(cut.require()) }, async () => ({}));
  const reply = await ofFastify.inject({ url: '/', headers: { authorization: `Bearer ${'B'.repeat(64)}` } });
  expect([reply.statusCode, reply.headers['retry-after']]).toEqual([503, '1']);
  await ofFastify.close();
});
