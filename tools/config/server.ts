import {
  ADMIN_ENDPOINTS,
  type AdminEndpointName,
  type Endpoint,
  ErrorBody,
  PATHS,
  adminPath,
  inOneLine,
} from '@passant/contracts';
import type { z } from 'zod';
import { StepFailed } from '../lib/run.mjs';
import type { Options } from './options.js';

type Name = Extract<AdminEndpointName, `${string}Configuration`>;
type Answer<Of extends Name> = z.output<(typeof ADMIN_ENDPOINTS)[Of]['response']>;

/** The document was refused: the members at fault, as `applications.0.name`, with what is wrong. */
export class DocumentRefused extends Error {
  constructor(
    readonly sentence: string,
    readonly fields: Record<string, string>,
  ) {
    super(sentence);
  }
}

/** After a change that was sent, and was neither confirmed nor refused. */
const UNKNOWN = 'Everything was applied, or nothing: the answer is missing. What drift tells is not applied.';

/** The admin API of a running server, for an API client. */
export class Server {
  private constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  static async open({ url, client, secret }: Pick<Options, 'url' | 'client' | 'secret'>): Promise<Server> {
    const credentials = [client, secret].map(encodeURIComponent).join(':');
    const reply = await ask(url + PATHS.token, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'onegini_api_config' }),
    });
    const { access_token: token } = (await reply.json().catch(() => ({}))) as { access_token?: string };
    if (token !== undefined) return new Server(url, token);
    throw new StepFailed(
      `${url} gives ${client} no token for administration (${reply.status}): check the identifier, the secret and the API scope onegini_api_config.`,
    );
  }

  /** @throws {DocumentRefused} or {StepFailed} */
  async call<Of extends Name>(name: Of, body?: object, ifMatch?: string): Promise<Answer<Of>> {
    const endpoint: Endpoint = ADMIN_ENDPOINTS[name];
    const isChange = name === 'applyConfiguration';
    const init = {
      method: endpoint.method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    };
    const reply = await ask(this.url + adminPath(endpoint), init, isChange ? UNKNOWN : undefined);
    const answer: unknown = await reply.json().catch(() => undefined);
    if (reply.status === endpoint.status && answer !== undefined) return answer as Answer<Of>;
    const refusal = ErrorBody.safeParse(answer).data;
    if (isChange && (reply.ok || reply.status >= 500)) {
      throw new StepFailed([inOneLine(refusal?.error_description ?? ''), UNKNOWN].join(' ').trim());
    }
    if (reply.status === 412) {
      throw new StepFailed('The configuration has changed since it was planned. Nothing was applied: plan again.');
    }
    if (!refusal) throw new StepFailed(`The server answered ${reply.status}. Is it a Passant of this version?`);
    const fields = Object.entries(refusal.fields ?? {}).map(([path, problem]): [string, string] => [
      path.replace(/^configuration\./, ''),
      problem,
    ]);
    throw new DocumentRefused(refusal.error_description ?? refusal.error, Object.fromEntries(fields));
  }
}

/** @param unanswered what to say if no answer comes; absent: that the server cannot be reached */
async function ask(url: string, init: RequestInit, unanswered?: string): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: 'error' });
  } catch {
    throw new StepFailed(unanswered ?? `${new URL(url).origin} cannot be reached.`);
  }
}
