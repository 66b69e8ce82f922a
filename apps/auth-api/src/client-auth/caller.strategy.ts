import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Client } from '@passant/protocol';
import type { FastifyRequest } from 'fastify';
import passport from 'passport';

type Done = (error: unknown, caller?: Client | false) => void;

/** What every strategy here has in common: it looks at the request and says who is calling, or throws a refusal. */
class RequestStrategy extends passport.Strategy {
  constructor(private readonly verify: (request: FastifyRequest, done: Done) => void) {
    super();
  }

  override authenticate(request: unknown): void {
    this.verify(request as FastifyRequest, (error, caller) => {
      if (error) this.error(error);
      else this.success(caller as object);
    });
  }
}

/**
 * Base of the strategies: `class X extends CallerStrategy('name')` with `validate(request)` that answers the client or
 * throws.
 */
export function CallerStrategy(name: string) {
  return PassportStrategy(RequestStrategy, name);
}

/** The client that a strategy found. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Client => {
  return context.switchToHttp().getRequest<FastifyRequest & { user: Client }>().user;
});
