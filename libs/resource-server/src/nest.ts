import {
  type CanActivate,
  type CustomDecorator,
  type DynamicModule,
  type ExecutionContext,
  HttpException,
  Inject,
  Injectable,
  Module,
  SetMetadata,
  createParamDecorator,
} from '@nestjs/common';
import { type Demand, readDemand } from './demand.js';
import { Refusal } from './refusal.js';
import { type Requirement, ResourceServer } from './resource-server.js';
import type { ActiveToken } from './token.js';

/** For `app.use` of an application on Fastify or Express: it runs before every guard. */
export { publishMetadata } from './express.js';

const DEMAND = 'passant:demand';

interface HttpRequest {
  headers: { authorization?: string };
  token?: ActiveToken;
}
/** The response object of Express or of Fastify. */
interface HttpResponse {
  setHeader?(name: string, value: string): void;
  header?(name: string, value: string): void;
}

/**
 * Accepts requests whose token meets what {@link RequireToken} demands for the method or its controller. Without that
 * decorator, any active token is enough. Use it with `@UseGuards` or, better, for the whole application.
 */
export class TokenGuard implements CanActivate {
  private readonly requirements = new WeakMap<object, Requirement>();

  constructor(private readonly resourceServer: ResourceServer) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const demand = this.demandOf(context);
    if (demand === 'anybody') return true;
    const request = context.switchToHttp().getRequest<HttpRequest>();
    try {
      request.token = await this.requirementOf(demand).check(request.headers.authorization);
      return true;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const response = context.switchToHttp().getResponse<HttpResponse>();
      for (const [name, value] of Object.entries(error.headers)) {
        if (response.setHeader) response.setHeader(name, value);
        else response.header?.(name, value);
      }
      throw new HttpException({ ...error.body }, error.status, { cause: error });
    }
  }

  private demandOf(context: ExecutionContext): Demand | 'anybody' {
    for (const target of [context.getHandler(), context.getClass()]) {
      const demand = Reflect.getMetadata(DEMAND, target) as Demand | 'anybody' | undefined;
      if (demand !== undefined) return demand;
    }
    return NOTHING_MORE;
  }

  private requirementOf(demand: Demand): Requirement {
    let requirement = this.requirements.get(demand);
    if (!requirement) this.requirements.set(demand, (requirement = this.resourceServer.require(demand)));
    return requirement;
  }
}

const NOTHING_MORE: Demand = {};

// Decorators are applied by hand, so that no particular compiler setting of the application is needed.
Injectable()(TokenGuard);
Inject(ResourceServer)(TokenGuard, undefined, 0);

/**
 * States what a token must meet, for a method or for a whole controller. A decorator on the method overrides the one on
 * its controller. Throws `TypeError` if no token can meet it.
 */
export const RequireToken = (demand: Demand = NOTHING_MORE): CustomDecorator => {
  // At the start, rather than with the first request.
  readDemand(demand);
  return SetMetadata(DEMAND, demand);
};

/** Exempts a method or controller from the guard when the guard protects the whole application. */
export const WithoutToken = (): CustomDecorator => SetMetadata(DEMAND, 'anybody');

/** Injects what the access token of the request is about. */
export const Token = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<HttpRequest>().token,
);

/** Injection token of the provider that runs when the application shuts down. */
const Closing = Symbol('closing');

/** Provides {@link TokenGuard} to the application and stops listening when the application shuts down. */
export class PassantModule {
  static register(resourceServer: ResourceServer): DynamicModule {
    return {
      module: PassantModule,
      global: true,
      providers: [
        { provide: ResourceServer, useValue: resourceServer },
        { provide: Closing, useValue: { onModuleDestroy: () => resourceServer.close() } },
        TokenGuard,
      ],
      exports: [ResourceServer, TokenGuard],
    };
  }
}
Module({})(PassantModule);
