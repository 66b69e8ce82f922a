import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { AdminEndpointName } from '@passant/contracts';
import { type ErrorBody } from '@passant/contracts';
import { OAuthError, canonicalJson } from '@passant/protocol';
import { type Acting, type Asked, InnerRequests } from './inner-requests.js';

type Members = Record<string, unknown>;

/** What a request touches: where to read it, and what of it must be the same when the request is carried out. */
interface Touched {
  read: AdminEndpointName;
  query?: (asked: Asked) => Members;
  /** `undefined`: it is not there. */
  of: (answer: Members, asked: Asked) => unknown;
}

const version = (read: AdminEndpointName): Touched => ({ read, of: ({ etag }) => etag });
const client = (read: AdminEndpointName): Touched => ({
  read,
  of: ({ client_id, created_at, enabled }) => ({ client_id, created_at, enabled }),
});
const itemsOf = ({ items }: Members) => items as Members[];
const administrator: Touched = {
  read: 'listAdministrators',
  of: (answer, { parameters }) => {
    const found = itemsOf(answer).find(({ email }) => email === parameters.email?.toLowerCase());
    return found && { ...found, sessions: null, last_used_at: null };
  },
};

/** Requests that are not listed are about whatever is there when they are carried out. */
const TOUCHED: Partial<Record<AdminEndpointName, Touched>> = {
  updateApplication: version('readApplication'),
  deleteApplication: version('readApplication'),
  endApplicationTokens: version('readApplication'),
  deleteIdentityProvider: version('readIdentityProvider'),
  endIdentityProviderTokens: version('readIdentityProvider'),
  deleteScope: version('readScope'),
  deleteApiClient: version('readApiClient'),
  updateWebClient: version('readWebClient'),
  deleteWebClient: version('readWebClient'),
  deleteWebHook: version('readWebHook'),
  deleteAppInstallation: client('readAppInstallation'),
  deleteRegisteredClient: client('readRegisteredClient'),
  deleteRegisteredClients: {
    ...version('countRegisteredClients'),
    query: ({ body }) => (body as { filter: Members }).filter,
  },
  updateAdministrator: administrator,
  deleteAdministrator: administrator,
  removeSecondFactor: administrator,
  disconnectProfile: {
    read: 'readUser',
    of: ({ profiles }, { parameters }) => (profiles as Members[]).find(({ id }) => id === parameters.profile),
  },
  withdrawKeys: {
    read: 'listKeys',
    of: (answer, { body }) => {
      const { kids } = body as { kids: string[] };
      const found = itemsOf(answer).filter(({ kid }) => kids.includes(kid as string));
      return found.length === 0 ? undefined : found;
    },
  },
};

/** Tells whether what a request is about is still what it was. */
@Injectable()
export class TouchedThings {
  constructor(private readonly inner: InnerRequests) {}

  /**
   * The version of what a request touches; `null` if it is about whatever is there.
   * Throws what reading it throws, and `not_found` if it is not there.
   */
  async versionOf(acting: Acting, asked: Asked): Promise<string | null> {
    const touched = TOUCHED[asked.endpoint];
    if (!touched) return null;
    const { status, body } = await this.inner.make(acting, {
      endpoint: touched.read,
      parameters: asked.parameters,
      query: touched.query?.(asked) ?? {},
    });
    if (status !== 200) throw refusalOf(status, body);
    const found = touched.of(body as Members, asked);
    if (found === undefined) throw new OAuthError('not_found', 'What this is about is not there.');
    if (typeof found === 'string') return found;
    return createHash('sha256')
      .update(canonicalJson(JSON.parse(JSON.stringify(found))))
      .digest('base64url');
  }
}

/** The refusal of a request within the server, to be answered in its place. */
export function refusalOf(status: number, body: unknown): OAuthError {
  const { error, error_description: sentence, fields } = (body ?? {}) as Partial<ErrorBody>;
  return new OAuthError(error ?? 'server_error', sentence ?? 'The server could not complete the request.', {
    status,
    ...(fields ? { fields } : {}),
  });
}
