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
import { Clock } from '../clock.js';
import { Issuer } from '../issuer.js';
import { OutboundClient, OutboundError, type OutboundReply } from '../outbound/outbound-client.js';
import { Secrets } from '../secrets.js';
import { SigningKeys } from '../signing-keys.js';
import { WebHookAddress } from './web-hook-address.js';

/** Milliseconds a hook has for everything. */
const TIMEOUT = 3_000;
const MAX_ANSWER_BYTES = 64 * 1024;
/** Seconds the server's JWT is good for: enough for clocks that differ a little. */
const TOKEN_VALIDITY = 300;
/** The name under which the server calls, as hooks know it. */
const CALLER = 'onewelcomeAccessWebHookClient';

/** What came of one call. `answer` is there exactly when the outcome is `succeeded`. */
export interface HookCall {
  outcome: WebHookOutcome;
  status?: number;
  /** One sentence without any value of request or answer. */
  error?: string;
  answer?: HookAnswer;
  /** Milliseconds. */
  duration: number;
}

/** What a password is bound to, so that it cannot be moved to another hook. */
export function passwordContext(id: string): string {
  return `web hook ${id}`;
}

/** Calls web hooks: address guarded, authenticated, capped in time and size. Never throws because of a hook. */
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
      return ended({ outcome: error.failure, error: `The hook ${error.message}.` });
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
        const password = this.secrets.unwrap(hook.sealedPassword!, passwordContext(hook.id)).toString('utf8');
        return `Basic ${Buffer.from(`${hook.username}:${password}`).toString('base64')}`;
      }
      case 'JWT':
        return `Bearer ${await this.token(hook)}`;
    }
  }

  /** Verified with the keys the server publishes. Its audience is this hook, so another one cannot pass it on. */
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
