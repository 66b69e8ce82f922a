import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { WEB_HOOK_PATHS, type WebHookOutcome } from '@passant/contracts';
import {
  type HookAnswer,
  type HookSubject,
  InvalidHookAnswer,
  type WebHook,
  hookRequest,
  hookScope,
  readHookAnswer,
} from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { Issuer } from '../platform/issuer.js';
import { OutboundClient, type OutboundReply } from '../platform/outbound/outbound-client.js';
import { OutboundError, type OutboundFailure } from '../platform/outbound/outbound-error.js';
import { Secrets } from '../credentials/secrets.js';
import { BINDINGS } from '../credentials/wrapping.js';
import { SigningKeys } from '../credentials/signing-keys.js';
import { WebHookAddress } from './web-hook-address.js';

/** Total timeout of a hook call in milliseconds. */
const TIMEOUT = 3_000;
const MAX_ANSWER_BYTES = 64 * 1024;
/** Lifetime in seconds of the server's JWT: enough to tolerate small clock differences. */
const TOKEN_VALIDITY = 300;
/** The client name under which the server calls hooks, as they know it. */
const CALLER = 'onewelcomeAccessWebHookClient';

/** The outcome that each failure counts as. */
const HOOK_OUTCOMES: Record<OutboundFailure, WebHookOutcome> = {
  address_refused: 'address_refused',
  timed_out: 'timed_out',
  too_large: 'too_large',
  redirected: 'redirected',
  unreachable: 'unreachable',
  unreadable: 'invalid_answer',
  busy: 'saturated',
};

/** The result of one call. `answer` is present exactly if the outcome is `succeeded`. */
export interface HookCall {
  outcome: WebHookOutcome;
  status?: number;
  /** One sentence, without any value from the request or the response. */
  error?: string;
  answer?: HookAnswer;
  /** Milliseconds. */
  duration: number;
}

/**
 * Calls web hooks with checked addresses, authentication, and limits on time and size. Never throws because of a hook.
 */
@Injectable()
export class WebHookCaller {
  constructor(
    private readonly outbound: OutboundClient,
    private readonly address: WebHookAddress,
    private readonly signingKeys: SigningKeys,
    private readonly secrets: Secrets,
    private readonly issuer: Issuer,
    private readonly clock: Clock,
  ) {}

  async call(hook: WebHook, subject: HookSubject): Promise<HookCall> {
    const began = performance.now();
    const ended = (call: Omit<HookCall, 'duration'>): HookCall => ({
      ...call,
      duration: Math.round(performance.now() - began),
    });
    let reply: OutboundReply;
    try {
      reply = await this.send(hook, subject);
    } catch (error) {
      if (!(error instanceof OutboundError)) throw error;
      const outcome = HOOK_OUTCOMES[error.failure];
      return ended({ outcome, error: `The hook ${error.message}.` });
    }
    if (reply.status !== 200) {
      const error = `The hook answered ${reply.status}.`;
      return ended({ outcome: 'refused', status: reply.status, error });
    }
    try {
      return ended({ outcome: 'succeeded', status: 200, answer: readHookAnswer(hook.type, reply.body) });
    } catch (error) {
      if (!(error instanceof InvalidHookAnswer)) throw error;
      return ended({ outcome: 'invalid_answer', status: 200, error: `Of the hook: ${error.message}.` });
    }
  }

  private async send(hook: WebHook, subject: HookSubject): Promise<OutboundReply> {
    const authorization = await this.authorizationOf(hook);
    return this.outbound.send({
      method: 'POST',
      url: new URL(hook.baseUri + WEB_HOOK_PATHS[hook.type]),
      headers: { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) },
      body: JSON.stringify(hookRequest(hook.type, subject)),
      policy: this.address.policyFor(hook.baseUri),
      timeout: TIMEOUT,
      maxBytes: MAX_ANSWER_BYTES,
    });
  }

  private async authorizationOf(hook: WebHook): Promise<string | undefined> {
    switch (hook.authenticationMethod) {
      case 'NONE':
        return undefined;
      case 'BASIC': {
        const password = this.secrets.unwrap(hook.sealedPassword!, BINDINGS.webHookPassword(hook.id)).toString('utf8');
        return `Basic ${Buffer.from(`${hook.username}:${password}`).toString('base64')}`;
      }
      case 'JWT':
        return `Bearer ${await this.token(hook)}`;
    }
  }

  /**
   * A token that hooks verify with the keys the server publishes. Its audience is this hook, so that the hook cannot
   * use it on another one.
   */
  private async token(hook: WebHook): Promise<string> {
    const now = this.clock.now();
    return this.signingKeys.sign({
      iss: this.issuer.identifier,
      aud: hook.baseUri,
      sub: CALLER,
      cid: CALLER,
      scope: hookScope(hook),
      jti: `AT.${randomUUID()}`,
      iat: now,
      exp: now + TOKEN_VALIDITY,
    });
  }
}
