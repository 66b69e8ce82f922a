import { type Application, PATHS } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { basic } from '../../world/basic.js';
import { StepFailed } from '../../lib/run.mjs';
import { onceHeard } from '../../world/once-heard.js';
import { PROVIDER, type StatelessWorld, registrationOf } from '../../world/stateless-world.js';
import type { Ledger } from '../durable/ledger.js';

/** An application whose users have profiles and refresh tokens. */
const LASTING = 'subscriber-app';

const VERSION = { platform: 'ios', version: '1.0' } as const;

/** Seconds for which an exception to the audience rule is made. */
const EXCEPTION = 30 * 86_400;

/** Number of violations after which nobody goes on. */
export const ENOUGH = 20;

/** An installation with a secret, and the refresh token that it has at the moment. */
interface Subscriber {
  basic: string;
  refreshToken: string;
}

/**
 * What happens beside registrations: a subscriber who renews their tokens, and an administrator who reads, saves, creates
 * and deletes. Each does one thing after the other, without a pause.
 */
export class Company {
  refreshed = 0;
  saved = 0;
  private stopping = false;
  private turns = 0;
  private readonly work: Promise<unknown>;

  private constructor(
    private readonly world: StatelessWorld,
    private readonly subscriber: Subscriber,
    private readonly ledger: Ledger,
  ) {
    this.work = Promise.all([this.untilStopped(() => this.renew()), this.untilStopped(() => this.administer())]);
  }

  /** Goes on while `body` does, and no longer, whatever comes of it. */
  static async during<Result>(world: StatelessWorld, ledger: Ledger, body: (company: Company) => Promise<Result>) {
    const company = await Company.of(world, ledger);
    try {
      return await body(company);
    } finally {
      await company.stop();
    }
  }

  private static async of(world: StatelessWorld, ledger: Ledger): Promise<Company> {
    await world.admin.call<Application>('createApplication', {
      body: {
        identifier: LASTING,
        name: 'Subscriber app',
        user_authentication: { refresh_tokens: true },
        default_scopes: ['profile'],
        identity_providers: [PROVIDER],
        versions: [{ ...VERSION, status: 'LOGIN_REGISTRATION' }],
      },
    });
    return new Company(world, await subscribe(world), ledger);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.work;
  }

  private async untilStopped(step: () => Promise<void>): Promise<void> {
    while (!this.stopping) {
      await step().catch((error: unknown) => {
        this.ledger.violate(error instanceof Error ? error.message : String(error));
        // What always fails is known by then.
        if (this.ledger.violations.length >= ENOUGH) this.stopping = true;
      });
    }
  }

  private async renew(): Promise<void> {
    const { basic, refreshToken } = this.subscriber;
    const { status, body } = await send<{ refresh_token?: string }>('POST', this.world.url + PATHS.token, {
      headers: { authorization: basic },
      form: { grant_type: 'refresh_token', refresh_token: refreshToken },
    });
    if (status !== 200) throw new Error(`a refresh was ${answered({ status, body })}`);
    this.subscriber.refreshToken = body.refresh_token ?? refreshToken;
    this.refreshed += 1;
  }

  /** What an administrator creates here goes away again, so that rounds do not become slower. */
  private async administer(): Promise<void> {
    this.turns += 1;
    const { admin } = this.world;
    const identifier = `extra-${this.turns}`;
    await admin.call('listApplications');
    const parameters = { identifier: LASTING };
    const { etag } = await admin.call<Application>('readApplication', { parameters });
    const body = { name: `Subscriber app ${this.turns}` };
    await admin.call('updateApplication', { parameters, body, ifMatch: etag });
    await admin.call('createIdentityProvider', {
      body: { identifier, name: identifier, flow: 'ONE_STEP', scripts: { complete: 'function execute() {}' } },
    });
    const made = await admin.call<Application>('createApplication', { body: { identifier, name: identifier } });
    // Before exceptions had an end, nobody could name one.
    const end = 'lenient_until' in made ? { lenient_until: Math.floor(Date.now() / 1000) + EXCEPTION } : {};
    const lenient = { audience_policy: 'LEGACY', ...end };
    await admin.call('updateApplication', { parameters: { identifier }, body: lenient, ifMatch: made.etag });
    await admin.call('deleteApplication', { parameters: { identifier } });
    await admin.call('deleteIdentityProvider', { parameters: { identifier } });
    this.saved += 1;
  }
}

async function subscribe(world: StatelessWorld): Promise<Subscriber> {
  const register = async () =>
    send<{ client_id: string; client_secret: string }>('POST', world.url + PATHS.clients, {
      headers: { authorization: `Bearer ${await world.initialAccessToken(LASTING)}` },
      json: { token_endpoint_auth_method: 'client_secret_basic', software_version: '1.0', app_platform: 'ios' },
    });
  const registered = await onceHeard(register, ({ status }) => status === 400);
  if (registered.status !== 201) throw new StepFailed(`A subscriber's app was ${answered(registered)}.`);
  const authorization = basic(registered.body.client_id, registered.body.client_secret);
  const { data, profile_id } = registrationOf('subscriber');
  const completed = await onceHeard(
    () =>
      send<{ oauth_token?: { refresh_token: string }; error?: string }>(
        'POST',
        world.url + PATHS.customRegistrationV1(PROVIDER, 'complete'),
        { headers: { authorization }, json: { data, profile_id } },
      ),
    ({ body }) => body.error === 'invalid_client',
  );
  const { oauth_token: issued } = completed.body;
  if (issued === undefined) throw new StepFailed(`A subscriber was ${answered(completed)}.`);
  return { basic: authorization, refreshToken: issued.refresh_token };
}

const answered = ({ status, body }: { status: number; body: unknown }) => `answered ${status}: ${JSON.stringify(body)}`;
