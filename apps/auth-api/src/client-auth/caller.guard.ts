import { type CanActivate, type ExecutionContext, Inject, type Type, mixin } from '@nestjs/common';
import { type Client, clientAuthenticationFailed } from '@passant/protocol';
import type passport from 'passport';

/**
 * Lets in whom the strategy authenticates, and makes the client the `Caller`. Throws the strategy's refusal.
 *
 * The guards of `@nestjs/passport` ask for a strategy by its name, and names belong to the process: of two instances in
 * one process, both would be answered by the strategy of the one that started last, from what that one knows. So the
 * strategy is asked directly. Passport's middleware would do nothing else here, but give each request its sessions.
 */
export function CallerGuard(Strategy: Type<passport.Strategy>): Type<CanActivate> {
  class StrategyGuard implements CanActivate {
    constructor(@Inject(Strategy) private readonly strategy: passport.Strategy) {}

    async canActivate(context: ExecutionContext): Promise<boolean> {
      const request = context.switchToHttp().getRequest<Request>();
      request.user = await new Promise<Client>((resolve, reject) => {
        const refuse = () => reject(clientAuthenticationFailed('the strategy let nobody in'));
        // A strategy answers with methods that it is given for this one request, so every request needs an object of its own.
        const own = Object.assign(Object.create(this.strategy) as passport.Strategy, {
          success: (client?: object) => (client ? resolve(client as Client) : refuse()),
          ...{ error: reject, fail: refuse, redirect: refuse, pass: refuse },
        });
        own.authenticate(request as Parameters<typeof own.authenticate>[0]);
      });
      return true;
    }
  }
  return mixin(StrategyGuard);
}

/** What a guard changes of a request. */
interface Request {
  user?: Client;
}
