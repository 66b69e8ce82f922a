import { Injectable } from '@nestjs/common';
import { PATHS } from '@passant/contracts';
import { readBasic } from '@passant/protocol';
import { ClientSecretVerifier } from '../client-auth/client-secret.js';
import type { HotAnswer, HotRoute, PlainRequest } from '../platform/http/hot-route.js';
import { INTROSPECTION_SCOPE } from './introspection.controller.js';
import { IntrospectionService } from './introspection.service.js';

/** The paths of the hot routes, which are known before the routes are: Fastify asks when they are declared. */
export const HOT_PATHS = { v2: PATHS.introspectV2, v1: PATHS.introspectV1 } as const;

/** A token with the alphabet of ours, and no more than a hint with it. */
const TOKEN_ALONE = /^(?:token_type_hint=\w+&)?token=(?<token>[\w-]+)$/;
const TOKEN_BEFORE_HINT = /^token=(?<token>[\w-]+)&token_type_hint=\w+$/;

/** What a back end accepts that wants JSON, or does not mind. */
const JSON_WILL_DO = new Set([undefined, '*/*', 'application/json']);

/**
 * Introspection as resource servers ask for it with every request that they serve: of a token that is active, by an API
 * client with its secret in the header, answered in JSON.
 */
@Injectable()
export class IntrospectionHotRoutes {
  readonly routes: readonly HotRoute[] = [
    { path: HOT_PATHS.v2, answer: (asked) => this.answer(asked, 'v2') },
    { path: HOT_PATHS.v1, answer: (asked) => this.answer(asked, 'v1') },
  ];

  constructor(
    private readonly secrets: ClientSecretVerifier,
    private readonly introspection: IntrospectionService,
  ) {}

  private answer({ headers, body }: PlainRequest, version: 'v1' | 'v2'): HotAnswer | undefined {
    const token = (TOKEN_ALONE.exec(body) ?? TOKEN_BEFORE_HINT.exec(body))?.groups!.token;
    const credentials = readBasic(headers.authorization ?? '');
    if (token === undefined || !credentials || !JSON_WILL_DO.has(headers.accept)) return undefined;
    const caller = this.secrets.recognise(credentials);
    if (!caller?.apiScopes.includes(INTROSPECTION_SCOPE) || caller.introspectionSignedResponseAlg !== null)
      return undefined;
    return { caller, text: this.textOf(caller, token, version) };
  }

  private async textOf(...asked: Parameters<IntrospectionService['introspectActive']>): Promise<string | undefined> {
    const active = await this.introspection.introspectActive(...asked);
    return active && JSON.stringify(active);
  }
}
