import { type CanActivate, type ExecutionContext, Inject, type Type, mixin } from '@nestjs/common';
import type { Client } from '@passant/protocol';
import passport from 'passport';

/**
 * Lets in whom the strategy authenticates, and makes the client the `Caller`. Throws the strategy's refusal.
 *
 * The guards of `@nestjs/passport` ask for a strategy by its name, and names belong to the process: of two instances in
 * one process, both would be answered by the strategy of the one that started last, from what that one knows.
 */
export function CallerGuard(Strategy: Type<passport.Strategy>): Type<CanActivate> {
  class StrategyGuard implements CanActivate {
    constructor(@Inject(Strategy) private readonly strategy: passport.Strategy) {}

    async canActivate(context: ExecutionContext): Promise<boolean> {
      const http = context.switchToHttp();
      const request = http.getRequest<{ user?: Client }>();
      request.user = await new Promise((resolve, reject) => {
        // Passport gives a strategy the methods of this one request, so every request needs an object of its own.
        const own = Object.create(this.strategy) as passport.Strategy;
        const answer = (error: Error | null, client: Client) => (error ? reject(error) : resolve(client));
        const authenticate = passport.authenticate(own, { session: false }, answer) as (...args: unknown[]) => void;
        authenticate(request, http.getResponse(), reject);
      });
      return true;
    }
  }
  return mixin(StrategyGuard);
}
