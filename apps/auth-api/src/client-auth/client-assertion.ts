import { Injectable } from '@nestjs/common';
import {
  type Check,
  type Client,
  ASSERTION_ALGORITHMS,
  type AssertionAlgorithm,
  type EpochSeconds,
  audiencePolicyOf,
  checkAssertionClaims,
  checkAssertionHeader,
  clientAuthenticationFailed,
  firstFailure,
  hashOf,
  shown,
} from '@passant/protocol';
import { Store } from '@passant/persistence';
import { compactVerify, decodeJwt, decodeProtectedHeader, type JWTPayload, type ProtectedHeaderParameters } from 'jose';
import type { FastifyRequest } from 'fastify';
import { ClientUse } from '../platform/client-use.js';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { noteChecks } from '../platform/http/request-facts.js';
import { Issuer } from '../platform/issuer.js';
import { ClientKeys } from './client-keys.js';
import { Clients } from './clients.js';

interface Parsed {
  header: ProtectedHeaderParameters;
  claims: JWTPayload;
}

/** What an assertion came with, and what was asked about it so far. */
interface Circumstances {
  request: Pick<FastifyRequest, 'url'>;
  algorithms: readonly AssertionAlgorithm[];
  asked: Check[];
}

/** Longest assertion taken, in characters. */
const MAX_LENGTH = 8192;

/** Adds answers to what was asked; the first "no" refuses with all of it behind one public sentence. */
function requireAll(asked: Check[], answers: Check[], cause?: unknown): void {
  asked.push(...answers);
  const failed = firstFailure(answers);
  if (!failed) return;
  throw clientAuthenticationFailed(
    cause ?? `${failed.check}: expected ${failed.expected}, got ${failed.actual}`,
    asked,
  );
}

function parse(assertion: string, asked: Check[]): Parsed {
  const length = { check: 'length', expected: `at most ${MAX_LENGTH} characters`, actual: `${assertion.length}` };
  requireAll(asked, [{ ...length, passed: assertion.length <= MAX_LENGTH }]);
  const form = { check: 'form', expected: 'a signed JWT in compact form' };
  try {
    const parsed = { header: decodeProtectedHeader(assertion), claims: decodeJwt(assertion) };
    asked.push({ ...form, actual: 'a JWT', passed: true });
    return parsed;
  } catch (cause) {
    const parts = assertion.split('.').length;
    requireAll(asked, [{ ...form, actual: `${parts} parts, not readable as a JWT`, passed: false }], cause);
    throw cause;
  }
}

/** Verifies client assertions (RFC 7523 §3): who signed, with which key, and whether it was used before. */
@Injectable()
export class ClientAssertionVerifier {
  constructor(
    private readonly clients: Clients,
    private readonly keys: ClientKeys,
    private readonly store: Store,
    private readonly issuer: Issuer,
    private readonly configuration: Configuration,
    private readonly use: ClientUse,
    private readonly clock: Clock,
  ) {}

  /**
   * The client that signed this assertion. Throws `invalid_client`, with one public sentence for every cause.
   * @param request the request it came with: a lenient client may name its address as audience
   * @param algorithms what the endpoint takes, where that is not everything a client may use
   */
  async verify(
    assertion: string,
    request: Pick<FastifyRequest, 'url'>,
    algorithms: readonly AssertionAlgorithm[] = ASSERTION_ALGORITHMS,
  ): Promise<Client> {
    const asked: Check[] = [];
    const parsed = parse(assertion, asked);
    const { iss } = parsed.claims;
    const client = typeof iss === 'string' ? await this.clients.find(iss) : undefined;
    try {
      return await this.judge(assertion, parsed, client, { request, algorithms, asked });
    } catch (error) {
      await this.clients.evenOut(client);
      throw error;
    }
  }

  private async judge(
    assertion: string,
    { header, claims }: Parsed,
    found: Client | undefined,
    { request, algorithms, asked }: Circumstances,
  ): Promise<Client> {
    const client = this.requireClient(claims, found, asked);
    requireAll(asked, checkAssertionHeader({ ...header }, algorithms));
    await this.requireSignature(assertion, client, header.kid!, asked);
    requireAll(
      asked,
      checkAssertionClaims(claims, {
        clientId: client.clientId,
        issuer: this.issuer.identifier,
        alsoAccepted: this.lenientAudiences(client, request),
        now: this.clock.now(),
      }),
    );
    await this.requireFirstUse(client, claims as { jti: string; exp: EpochSeconds }, asked);
    noteChecks(asked);
    this.use.note(client.clientId);
    return client;
  }

  /** LEGACY: clients written before RFC 7523bis name the endpoint or the server's address instead of the issuer. */
  private lenientAudiences(client: Client, request: Pick<FastifyRequest, 'url'>): string[] {
    if (audiencePolicyOf(client, this.configuration.application(client.application)) === 'STRICT') return [];
    return [this.issuer.url(request.url.split('?', 1)[0]!), this.issuer.publicUrl];
  }

  private requireClient({ iss }: JWTPayload, client: Client | undefined, asked: Check[]): Client {
    const found = { check: 'client', expected: 'iss names a client of this server', actual: shown(iss) };
    requireAll(asked, [{ ...found, passed: client !== undefined }], client ? undefined : 'unknown client');
    const { authMethod, enabled } = client!;
    requireAll(asked, [
      {
        check: 'authentication method',
        expected: 'private_key_jwt',
        actual: authMethod,
        passed: authMethod === 'private_key_jwt',
      },
      { check: 'client enabled', expected: 'enabled', actual: enabled ? 'enabled' : 'disabled', passed: enabled },
    ]);
    return client!;
  }

  private async requireSignature(assertion: string, client: Client, kid: string, asked: Check[]): Promise<void> {
    const { key, algorithm, where } = await this.keys.find(client, kid);
    const expected = `a key ${shown(kid.slice(0, 64))} of the client`;
    requireAll(asked, [{ check: 'key', expected, actual: where, passed: key !== undefined }]);
    const signature = { check: 'signature', expected: 'made with that key' };
    try {
      await compactVerify(assertion, key!, { algorithms: [algorithm!] });
      asked.push({ ...signature, actual: 'made with that key', passed: true });
    } catch (cause) {
      requireAll(asked, [{ ...signature, actual: 'not made with that key', passed: false }], cause);
    }
  }

  // Last of all, after the signature: nobody can burn the identifiers of another client.
  private async requireFirstUse(
    client: Client,
    { jti, exp }: { jti: string; exp: EpochSeconds },
    asked: Check[],
  ): Promise<void> {
    const first = await this.store.usedAssertions.firstUse(client.clientId, hashOf(jti), exp);
    const actual = first ? 'seen for the first time' : 'was used before';
    requireAll(asked, [{ check: 'jti first seen', expected: 'seen for the first time', actual, passed: first }]);
  }
}
