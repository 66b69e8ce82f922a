import { Injectable } from '@nestjs/common';
import {
  type Client,
  OAuthError,
  OutdatedBasis,
  clientAuthenticationFailed,
  isEndedSince,
  mustProveAnew,
} from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { Clients } from './clients.js';

/**
 * How often something is decided of which each time but the last was judged by what changed before it could be stored. A
 * configuration that is applied saves many things one after the other. Losing to this many changes in a row indicates a
 * fault.
 */
export const MOST_DECISIONS = 12;

/** Seconds after which it is worth another try. */
const RETRY_AFTER = 1;

/**
 * Makes decisions to issue something, and makes them again where the configuration or the client changed before what was
 * issued could be stored: what is stored is what the present configuration allows.
 */
@Injectable()
export class Decisions {
  constructor(
    private readonly configuration: Configuration,
    private readonly clients: Clients,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs `decide` with the client as it was read, and again from the start with the present one if it throws
   * {@link OutdatedBasis}. It must read the configuration before it reads anything that a change of the configuration
   * changes as well; what is based on something read earlier belongs into the first attempt alone.
   *
   * Throws what `decide` throws; what `gone` returns if the client was deleted meanwhile; `temporarily_unavailable` if all
   * tokens of the application or the provider were ended, so that only a request that begins afterwards gets one, and if
   * what the client proved who it is with was replaced, so that it proves that again.
   * @param asker `gone`: the refusal of a client that is there no longer; `isProven`: false if the client has not
   * authenticated, as a person on the login pages asks in its name
   */
  async make<Result>(
    client: Client,
    decide: (client: Client, isAgain: boolean) => Promise<Result>,
    { gone = clientAuthenticationFailed, isProven = true }: Partial<Asker> = {},
  ): Promise<Result> {
    let present = client;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await decide(present, attempt > 1);
      } catch (error) {
        if (!(error instanceof OutdatedBasis)) throw error;
        if (attempt === MOST_DECISIONS) throw unavailable('the configuration changes too often');
        await this.configuration.refresh();
        const found = await this.clients.find(client.clientId);
        if (found?.incarnation !== client.incarnation) throw gone('deleted meanwhile');
        this.requireNotEnded(error);
        if (isProven) this.requireProof(client, found, error);
        present = found;
      }
    }
  }

  private requireNotEnded({ basis }: OutdatedBasis): void {
    const { application, provider } = basis;
    const present = {
      application: application && this.configuration.application(application.identifier),
      provider: provider && this.configuration.identityProvider(provider.identifier),
    };
    if (isEndedSince(basis, present)) throw unavailable('everything was ended, or the provider replaced, meanwhile');
  }

  private requireProof(client: Client, found: Client, { basis: { application } }: OutdatedBasis): void {
    const present = { client: found, application: this.configuration.application(found.application) };
    if (mustProveAnew({ client, application }, present, this.clock.now())) {
      throw unavailable('what the client proved who it is with was replaced meanwhile');
    }
  }
}

/** Who asks for a decision; see {@link Decisions.make}. */
interface Asker {
  gone: (cause: string) => OAuthError;
  isProven: boolean;
}

function unavailable(cause: string): OAuthError {
  return new OAuthError('temporarily_unavailable', 'This changed while the request was answered. Send it again.', {
    cause,
    retryAfter: RETRY_AFTER,
  });
}
