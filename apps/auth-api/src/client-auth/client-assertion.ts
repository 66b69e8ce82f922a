import { Injectable } from '@nestjs/common';
import {
  type Check,
  type Client,
  ANY_ASSERTION,
  type AssertionAlgorithm,
  type AssertionForm,
  causeOf,
  checkAssertionClaims,
  checkAssertionHeader,
  checkAuthenticationMethod,
  checkSignatureLength,
  clientAuthenticationFailed,
  firstFailure,
  hashOf,
  kidOf,
  leniencyAt,
  leniencyOf,
  methodsOf,
  rememberedUntil,
  shown,
  soleAudience,
} from '@passant/protocol';
import { Store } from '@passant/persistence';
import {
  compactVerify,
  decodeJwt,
  errors,
  decodeProtectedHeader,
  type JWTPayload,
  type ProtectedHeaderParameters,
} from 'jose';
import type { FastifyRequest } from 'fastify';
import { ClientUse } from './client-use.js';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { noteChecks } from '../platform/http/request-facts.js';
import { Issuer } from '../platform/issuer.js';
import { ExceptionUse } from './exception-use.js';
import { ClientKeys, type ImportedKey, type KeysFound } from './client-keys.js';
import { Clients } from './clients.js';

interface Parsed {
  header: ProtectedHeaderParameters;
  claims: JWTPayload;
}

/** Says which route a request reached. */
type Addressed = Pick<FastifyRequest, 'routeOptions' | 'params'>;

/** The context of an assertion, and the checks made on it so far. */
interface Circumstances {
  request: Addressed;
  form: AssertionForm;
  asked: Check[];
  /** Whether a signature was verified. */
  hasTried: boolean;
}

/** Maximum length of an assertion, in characters. */
const MAX_LENGTH = 8192;

/**
 * Adds check results to those so far. The first failed check refuses the request with all of them as the cause, behind
 * one public message.
 */
function requireAll(asked: Check[], answers: Check[], cause?: unknown): void {
  asked.push(...answers);
  const failed = firstFailure(answers);
  if (!failed) return;
  throw clientAuthenticationFailed(cause ?? causeOf(failed), asked);
}

/** The path of a route, however the request line spells it: what a caller writes there must not become an audience. */
function pathOf({ routeOptions, params }: Addressed): string {
  const values = params as Record<string, string>;
  return routeOptions.url!.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(values[name]!));
}

function parse(assertion: string, asked: Check[]): Parsed {
  const length = { check: 'length', expected: `at most ${MAX_LENGTH} characters`, actual: `${assertion.length}` };
  requireAll(asked, [{ ...length, passed: assertion.length <= MAX_LENGTH }]);
  const form = { check: 'form', expected: 'a signed JWT in compact form' };
  try {
    const parsed = { header: decodeProtectedHeader(assertion), claims: decodeJwt(assertion) };
    asked.push({ ...form, actual: 'a JWT', passed: true });
    return parsed;
  } catch (error) {
    const parts = assertion.split('.').length;
    requireAll(asked, [{ ...form, actual: `${parts} parts, not readable as a JWT`, passed: false }]);
    throw error;
  }
}

function requireSignatureLength(assertion: string, { alg }: ProtectedHeaderParameters, asked: Check[]): void {
  const signature = Buffer.from(assertion.slice(assertion.lastIndexOf('.') + 1), 'base64url');
  const length = checkSignatureLength(alg as AssertionAlgorithm, signature);
  if (!length.passed) requireAll(asked, [length]);
}

/** Whether one of the keys found made the signature. Tries all of them if the check passed. */
async function isMadeWith(assertion: string, { keys, check }: KeysFound, algorithm: string): Promise<boolean> {
  if (!check.passed) return false;
  for (const key of keys) if (await isSignedWith(key, assertion, algorithm)) return true;
  return false;
}

async function isSignedWith(key: ImportedKey, assertion: string, algorithm: string): Promise<boolean> {
  try {
    await compactVerify(assertion, key, { algorithms: [algorithm] });
    return true;
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    return false;
  }
}

/** Verifies client assertions (RFC 7523 §3): who signed them, with which key, and that they were not used before. */
@Injectable()
export class ClientAssertionVerifier {
  constructor(
    private readonly clients: Clients,
    private readonly keys: ClientKeys,
    private readonly store: Store,
    private readonly issuer: Issuer,
    private readonly configuration: Configuration,
    private readonly use: ClientUse,
    private readonly exceptions: ExceptionUse,
    private readonly clock: Clock,
  ) {}

  /**
   * The client that signed this assertion. Throws `invalid_client` with the same public message for every cause.
   * @param request the request with the assertion: under an exception, its address may be the audience
   * @param form what the endpoint accepts, if that is not everything that a client may use
   */
  async verify(assertion: string, request: Addressed, form: AssertionForm = ANY_ASSERTION): Promise<Client> {
    const asked: Check[] = [];
    const parsed = parse(assertion, asked);
    const { iss } = parsed.claims;
    const client = typeof iss === 'string' ? await this.clients.find(iss) : undefined;
    const circumstances: Circumstances = { request, form, asked, hasTried: false };
    try {
      return await this.judge(assertion, parsed, client, circumstances);
    } catch (error) {
      await this.clients.equaliseResponseTime(client);
      if (!circumstances.hasTried) await this.tryNobodysKey(assertion, parsed);
      throw error;
    }
  }

  /**
   * Verifies against a dummy key, so that a refusal that needed no key, above all that of an unknown client, takes as
   * much work as one that did. Timing can still reveal what a client itself may know anyway: that it has several keys
   * to try, that one of them was never used here, or that they have to be fetched.
   */
  private async tryNobodysKey(assertion: string, { header: { alg } }: Parsed): Promise<void> {
    const key = await this.keys.ofNobody(alg);
    if (key) await isSignedWith(key, assertion, alg!);
  }

  private async judge(
    assertion: string,
    { header, claims }: Parsed,
    found: Client | undefined,
    circumstances: Circumstances,
  ): Promise<Client> {
    const { request, form, asked } = circumstances;
    const client = this.requireClient(claims, found, asked);
    requireAll(asked, checkAssertionHeader({ ...header }, form));
    requireSignatureLength(assertion, header, asked);
    const leniency = leniencyOf(client, this.configuration.application(client.application));
    const now = this.clock.now();
    const exception = leniencyAt(leniency, now);
    // Checked before the key is looked up, which may have to be fetched from a third party's server.
    requireAll(
      asked,
      checkAssertionClaims(claims, {
        clientId: client.clientId,
        issuer: this.issuer.identifier,
        alsoAccepted: exception ? this.lenientAudiences(request) : [],
        exceptionEnded: exception ? undefined : leniency?.until,
        now,
      }),
    );
    await this.requireSignature(assertion, client, header, circumstances);
    await this.requireFirstUse(client, claims as { jti: string; exp: number }, asked);
    noteChecks(asked);
    this.use.note(client.clientId);
    if (exception && soleAudience(claims.aud) !== this.issuer.identifier) {
      const present = leniencyOf(client, this.configuration.application(client.application));
      if (!leniencyAt(present, now)) throw clientAuthenticationFailed('its exception was ended meanwhile', asked);
      this.exceptions.note(client, exception);
    }
    return client;
  }

  /**
   * The audiences that clients written before RFC 10070 use instead of the issuer: the endpoint or the server's
   * address.
   */
  private lenientAudiences(request: Addressed): string[] {
    return [this.issuer.url(pathOf(request)), this.issuer.publicUrl];
  }

  private requireClient({ iss }: JWTPayload, client: Client | undefined, asked: Check[]): Client {
    const found = { check: 'client', expected: 'iss names a client of this server', actual: shown(iss) };
    requireAll(asked, [{ ...found, passed: client !== undefined }], client ? undefined : 'unknown client');
    const { authMethod, enabled } = client!;
    requireAll(asked, [
      checkAuthenticationMethod(methodsOf(authMethod), 'private_key_jwt'),
      { check: 'client enabled', expected: 'enabled', actual: enabled ? 'enabled' : 'disabled', passed: enabled },
    ]);
    return client!;
  }

  private async requireSignature(
    assertion: string,
    client: Client,
    header: ProtectedHeaderParameters,
    circumstances: Circumstances,
  ): Promise<void> {
    const { asked } = circumstances;
    const { alg } = header;
    const kid = kidOf(header);
    let found = await this.keys.find(client, { kid, alg });
    circumstances.hasTried = found.check.passed;
    let verified = await isMadeWith(assertion, found, alg!);
    const anew = verified ? undefined : await this.keys.findAnew(client, { kid, alg }, found);
    if (anew) {
      found = anew;
      circumstances.hasTried ||= found.check.passed;
      verified = await isMadeWith(assertion, found, alg!);
    }
    requireAll(asked, [found.check]);
    const one = found.keys.length === 1;
    const made = { expected: one ? 'made with that key' : 'made with one of these keys' };
    const actual = verified ? made.expected : one ? 'not made with that key' : 'made with none of these keys';
    requireAll(asked, [{ check: 'signature', ...made, actual, passed: verified }]);
  }

  // Last of all, after the signature, so that nobody can use up the `jti` values of another client.
  private async requireFirstUse(
    client: Client,
    { jti, exp }: { jti: string; exp: number },
    asked: Check[],
  ): Promise<void> {
    const first = await this.store.usedAssertions.firstUse(client.clientId, hashOf(jti), rememberedUntil(exp));
    const actual = first ? 'seen for the first time' : 'was used before';
    requireAll(asked, [{ check: 'jti first seen', expected: 'seen for the first time', actual, passed: first }]);
  }
}
