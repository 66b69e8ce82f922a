import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Client } from '@passant/protocol';
import type { FastifyRequest } from 'fastify';
import passport from 'passport';

type Done = (error: unknown, caller?: Client | false) => void;

/** Common base of the strategies here: inspects the request and returns the caller, or throws a refusal. */
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
 * Base of the strategies: `class X extends CallerStrategy('name')`, with a `validate(request)` that returns the client
 * or throws.
 */
export function CallerStrategy(name: string) {
  return PassportStrategy(RequestStrategy, name);
}

/** The client that a strategy authenticated. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Client => {
  return context.switchToHttp().getRequest<FastifyRequest & { user: Client }>().user;
});
