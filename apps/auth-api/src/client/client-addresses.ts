import { Injectable } from '@nestjs/common';
import { type ClientInformation, PATHS } from '@passant/contracts';
import { type Client, renderClient } from '@passant/protocol';
import type { FastifyRequest } from 'fastify';
import { Issuer } from '../platform/issuer.js';
import type { ShownClient } from './client-credentials-generator.js';

/** Which of the two names of client registration a request used; the response uses the same one. */
export type Surface = 'canonical' | 'legacy';

/** The surface that a request came in by. It is determined by the route, since an address has many spellings. */
export function surfaceOf({ routeOptions }: Pick<FastifyRequest, 'routeOptions'>): Surface {
  return routeOptions.url?.startsWith(`${PATHS.legacyIssuer}/`) ? 'legacy' : 'canonical';
}

/** Renders clients with the addresses at which they are managed. */
@Injectable()
export class ClientAddresses {
  constructor(private readonly issuer: Issuer) {}

  /** Where clients are registered and listed. */
  endpoint(surface: Surface): string {
    return this.issuer.url(surface === 'legacy' ? PATHS.legacyClients : PATHS.clients);
  }

  /** RFC 7591 §3.2.1. Secret and token are included only if they were just generated. */
  render(shown: { client: Client } & Partial<ShownClient>, surface: Surface): ClientInformation {
    const { client, secret, registrationAccessToken } = shown;
    return renderClient(client, {
      uri: `${this.endpoint(surface)}/${encodeURIComponent(client.clientId)}`,
      ...(registrationAccessToken === undefined ? {} : { accessToken: registrationAccessToken }),
      ...(secret === undefined ? {} : { secret }),
    });
  }
}
