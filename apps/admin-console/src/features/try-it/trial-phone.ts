import {
  ADMIN_ENDPOINTS,
  type ActiveToken,
  type Application,
  type IdentityProvider,
  type IntrospectionResponse,
  PATHS,
  type Platform,
  STATELESS_AUTHENTICATION_GRANT,
  adminPath,
  meaningOfStatus,
} from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { type Assertion, Device, authenticationWith } from './device.js';
import { scopesToAskFor } from './outlook.js';
import { SCHEME_DOWN, challengeIn, schemeOf, signedAnswer } from './simulated-scheme.js';
import type { Reply, TrialWire } from './trial-wire.js';

/** What is tried out. */
export interface TrialPlan {
  application: Pick<Application, 'identifier' | 'name' | 'default_scopes' | 'additional_scopes'>;
  provider: Pick<IdentityProvider, 'identifier' | 'name' | 'flow' | 'scripts'>;
  platform: Platform;
  version: string;
}

/** Permission to install: the trial, and its initial access token. */
export interface Permission {
  id: string;
  token: string;
}

/** What the phone can be made to do wrong. */
export const BREAKAGES = ['clock', 'replay', 'key', 'scheme', 'switch'] as const;
export type Breakage = (typeof BREAKAGES)[number];

/** Seconds by which a wrong clock is fast: more than the server forgives, and so little that nothing else is wrong. */
export const CLOCK_OFF = 600;

/** Name of a profile on the phone. A stateless registration needs one in the request, and makes none. */
const PROFILE_ID = 'TRIAL1';

/** What came of a trial. */
export type Outcome =
  | { kind: 'granted'; answer: ActiveToken; scope: string; expiresIn: number }
  | { kind: 'inactive' }
  | { kind: 'refused'; status: number; error: string; description: string; errorId: string | undefined }
  | { kind: 'said no'; status: number; data: string | undefined };

/** What the scheme app was opened with. */
export interface Visit {
  /** What *init* answered; absent for a provider of one step. */
  data: string | undefined;
  transactionId: string | undefined;
}

/** One installation of the app, on a phone that exists in this page only. */
export class TrialPhone {
  private repeated: Assertion | undefined;

  private constructor(
    private readonly wire: TrialWire,
    private readonly plan: TrialPlan,
    private readonly trial: string,
    private readonly issuer: string,
    private readonly clientId: string,
    private readonly skew: number,
    private device: Device,
    private readonly broken: Breakage | undefined,
  ) {}

  /**
   * Makes a key and registers the installation.
   * @returns the phone, or what the server refused
   */
  static async install(
    wire: TrialWire,
    plan: TrialPlan,
    permission: Permission,
    broken?: Breakage,
  ): Promise<TrialPhone | Outcome> {
    const device = await wire.timed('phone', 'phone', 'Makes a P-256 key that never leaves it', () => Device.make());
    const metadata = await wire.send({
      from: 'phone',
      label: 'Who is the issuer?',
      method: 'GET',
      path: PATHS.openIdConfiguration,
    });
    const issuer = String(metadata.body['issuer']);
    const reply = await wire.send({
      from: 'phone',
      label: 'Registers this installation',
      method: 'POST',
      path: PATHS.clients,
      headers: { authorization: `Bearer ${permission.token}` },
      body: {
        application_type: 'native',
        client_name: 'Trial phone',
        software_id: plan.application.identifier,
        software_version: plan.version,
        app_platform: plan.platform,
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: { keys: [device.publicJwk] },
      },
    });
    if (reply.status !== 201) return refusalIn(reply);
    const clientId = String(reply.body['client_id']);
    const phone = new TrialPhone(wire, plan, permission.id, issuer, clientId, skewOf(reply), device, broken);
    if (broken === 'key') await phone.loseKey();
    return phone;
  }

  /** Runs *init*, if the provider has one, and opens the scheme app. */
  async openScheme(): Promise<Visit | Outcome> {
    const { flow, name } = this.plan.provider;
    let visit: Visit = { data: undefined, transactionId: undefined };
    if (flow === 'TWO_STEP') {
      const reply = await this.step('init', 'Begins: init', {});
      const data = reply.body['data'];
      visit = { data: asText(data), transactionId: asText(reply.body['transaction_id']) };
      const no = outcomeOf(reply);
      if (no) return no;
    }
    const taken = visit.data === undefined ? 'Opens the scheme app' : 'Opens the scheme app with the challenge';
    this.wire.note('phone', 'scheme', taken, { answer: name });
    return visit;
  }

  /** What the scheme app brings back by itself; `undefined` if the person has to say it. */
  async answerOfScheme({ data }: Visit): Promise<string | undefined> {
    const challenge = challengeIn(data);
    if (schemeOf(this.plan.provider) !== 'signs' || challenge === undefined) return undefined;
    return signedAnswer(challenge, this.now());
  }

  /** Comes back from the scheme app and completes the registration. */
  async comeBack(visit: Visit, answer: string): Promise<Outcome> {
    const down = this.broken === 'scheme';
    const told = down ? 'Cannot be reached' : schemeOf(this.plan.provider) === 'signs' ? 'Signs who it is' : 'Answers';
    this.wire.note('scheme', 'phone', told, { failed: down });
    const { transactionId } = visit;
    const scope = scopesToAskFor(this.plan.application);
    const request = {
      ...(transactionId === undefined ? {} : { transaction_id: transactionId }),
      ...(answer === '' ? {} : { data: answer }),
      profile_id: PROFILE_ID,
      grant_type: STATELESS_AUTHENTICATION_GRANT,
      ...(scope ? { scope } : {}),
    };
    let reply = await this.step('complete', 'Completes, asks for a stateless token', request);
    // A provider of one step has only now seen the assertion for the first time.
    if (this.broken === 'replay' && !outcomeOf(reply)) {
      reply = await this.step('complete', 'Completes once more', request);
    }
    return outcomeOf(reply) ?? this.callResourceServer(reply);
  }

  /** Plays the scheme that cannot be reached. */
  async comeBackEmpty(visit: Visit): Promise<Outcome> {
    return this.comeBack(visit, SCHEME_DOWN);
  }

  private async callResourceServer({ body }: Reply): Promise<Outcome> {
    const {
      access_token: token,
      scope,
      expires_in: expiresIn,
    } = body['oauth_token'] as {
      access_token: string;
      scope: string;
      expires_in: number;
    };
    this.wire.note('phone', 'resource server', 'Calls the API with the token');
    const path = { identifier: this.plan.application.identifier, id: this.trial };
    const begun = performance.now();
    const answer: IntrospectionResponse = await call('introspectInTrial', { path, body: { token } });
    this.wire.noteCall('resource server', 'Whose token is it?', {
      path: adminPath(ADMIN_ENDPOINTS.introspectInTrial, path),
      body: { token },
      answer,
      took: performance.now() - begun,
    });
    this.wire.note('resource server', 'phone', answer.active ? 'Lets the person in' : 'Lets nobody in', {
      answer: answer.active ? '200' : '401',
      failed: !answer.active,
    });
    return answer.active ? { kind: 'granted', answer, scope, expiresIn } : { kind: 'inactive' };
  }

  private async loseKey(): Promise<void> {
    const make = () => Device.make(this.device.kid);
    this.device = await this.wire.timed('phone', 'phone', 'Loses its key, and makes another', make);
  }

  /** Sends a step of the provider with a client assertion. */
  private async step(step: 'init' | 'complete', label: string, request: object): Promise<Reply> {
    const assertion = await this.assertion();
    return this.wire.send({
      from: 'phone',
      label,
      method: 'POST',
      path: PATHS.customRegistrationV2(this.plan.provider.identifier, step),
      body: { ...authenticationWith(assertion), ...request },
      assertion,
    });
  }

  /** The server's time as this phone knows it, in epoch seconds. */
  private now(): number {
    return now() + this.skew;
  }

  private async assertion(): Promise<Assertion> {
    const off = this.broken === 'clock' ? CLOCK_OFF : 0;
    const make = () => this.device.assertion(this.clientId, this.issuer, this.now() + off);
    if (this.broken !== 'replay') return make();
    return (this.repeated ??= await make());
  }
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}

/** Seconds by which the clocks of two machines differ that nobody has to correct: what the answer took to come. */
const NO_SKEW = 2;

/**
 * Seconds by which the server is ahead of this browser. What is tried out is the application, not the clock of whoever
 * tries it, so it is corrected however wrong it is: the key of a trial opens nothing, and lives as long as the trial.
 * @param reply one that nothing on the way may keep and give again
 */
function skewOf({ sentAt }: Reply): number {
  const skew = sentAt === undefined ? 0 : sentAt - now();
  return Math.abs(skew) > NO_SKEW ? skew : 0;
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function refusalIn({ status, body }: Reply): Outcome {
  return {
    kind: 'refused',
    status,
    error: asText(body['error']) ?? 'no error code',
    description: asText(body['error_description']) ?? '',
    errorId: asText(body['error_id']),
  };
}

/** Why a step did not succeed; `undefined` if it did. */
function outcomeOf(reply: Reply): Outcome | undefined {
  if (reply.status !== 200) return refusalIn(reply);
  const status = Number(reply.body['status']);
  return meaningOfStatus(status) === 'valid'
    ? undefined
    : { kind: 'said no', status, data: asText(reply.body['data']) };
}

/** Whether a step ended the trial instead of going on. */
export function isOutcome<Going extends object>(result: Going | Outcome): result is Outcome {
  return 'kind' in result;
}
