import { Controller, Get, Inject, Injectable, Module, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Client } from '@passant/protocol';
import { CallerGuard } from './caller.guard.js';
import { Caller, CallerStrategy } from './caller.strategy.js';

@Injectable()
class KnownCaller extends CallerStrategy('known-caller') {
  constructor(@Inject('instance') private readonly instance: string) {
    super();
  }

  async validate({ url }: { url: string }): Promise<Pick<Client, 'clientId'> | undefined> {
    if (url.endsWith('?nobody')) return undefined;
    if (url.endsWith('?stranger')) throw new Error(`Nobody ${this.instance} knows.`);
    return { clientId: `of ${this.instance}` };
  }
}

@Controller()
class Greeter {
  @Get()
  @UseGuards(CallerGuard(KnownCaller))
  greet(@Caller() { clientId }: Client): string {
    return clientId;
  }

  @Get('in')
  @UseGuards(CallerGuard(KnownCaller))
  letIn(): string {
    return 'in';
  }
}

@Module({ controllers: [Greeter], providers: [KnownCaller] })
class Instance {}

const started: NestFastifyApplication[] = [];
async function instance(name: string): Promise<NestFastifyApplication> {
  const module = { module: Instance, providers: [{ provide: 'instance', useValue: name }] };
  const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), { logger: false });
  started.push(app);
  await app.init();
  return app;
}
afterAll(() => Promise.all(started.map((app) => app.close())));

const ask = async (app: NestFastifyApplication, path = '/') => (await app.inject(path)).body;

describe('A caller', () => {
  it('is who the asked instance knows, however many of them run in a process', async () => {
    const [first, second] = [await instance('the first'), await instance('the second')];
    expect([await ask(first), await ask(second)]).toEqual(['of the first', 'of the second']);
  });

  it('is itself while others come at the same time, and refused as its strategy says', async () => {
    const app = await instance('this one');
    const [known, stranger] = await Promise.all([ask(app), app.inject('/?stranger')]);
    expect(known).toBe('of this one');
    expect(stranger.statusCode).toBe(500);
  });

  it('is let in only if its strategy says who it is', async () => {
    const app = await instance('a third');
    const [known, nobody] = await Promise.all([ask(app, '/in'), app.inject('/in?nobody')]);
    expect([known, nobody.statusCode]).toEqual(['in', 500]);
  });
});
