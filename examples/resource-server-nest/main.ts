import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type ActiveToken, ResourceServer } from '@passant/resource-server';
import {
  PassantModule,
  RequireToken,
  Token,
  TokenGuard,
  WithoutToken,
  publishMetadata,
} from '@passant/resource-server/nest';

const { PASSANT_URL, API_CLIENT, API_SECRET, API_RESOURCE, PORT = '4000' } = process.env;

const passant = new ResourceServer({
  ...{ url: PASSANT_URL!, clientId: API_CLIENT!, clientSecret: API_SECRET! },
  resource: API_RESOURCE,
});

@Controller()
class ApiController {
  @Get()
  @WithoutToken()
  hello() {
    return { hello: 'everybody' };
  }

  @Get('me')
  me(@Token() token: ActiveToken) {
    return { sub: token.sub };
  }

  @Get('profile')
  @RequireToken({ scope: 'profile', notStateless: true })
  profile(@Token() token: ActiveToken) {
    return { sub: token.sub, ...token.user_details };
  }
}

@Module({
  imports: [PassantModule.register(passant)],
  controllers: [ApiController],
  providers: [{ provide: APP_GUARD, useExisting: TokenGuard }],
})
class AppModule {}

const app = await NestFactory.create(AppModule, new FastifyAdapter(), { logger: ['error'] });
// Tells clients whom to ask for tokens.
if (passant.metadata) app.use(publishMetadata(passant));
app.enableShutdownHooks();
await app.listen(Number(PORT), '127.0.0.1');
passant.listen();
console.log(`Listening on ${await app.getUrl()}`);
