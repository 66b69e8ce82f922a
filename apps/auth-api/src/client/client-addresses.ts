import { Injectable } from '@nestjs/common';
import { type ClientInformation, PATHS } from '@passant/contracts';
import { type Client, renderClient } from '@passant/protocol';
import { Issuer } from '../platform/issuer.js';
import type { ShownClient } from './client-drawing.js';

/** Under which of the two names of client registration a request came in; the answer goes on under the same. */
export type Surface = 'canonical' | 'legacy';

/** The surface of an address of this server. */
export function surfaceOf(url: string): Surface {
  return url.startsWith(`${PATHS.legacyIssuer}/`) ? 'legacy' : 'canonical';
}

/** Writes clients with the addresses at which they are managed. */
@Injectable()
export class ClientAddresses {
  constructor(private readonly issuer: Issuer) {}

  /** Where clients are registered and listed. */
  endpoint(surface: Surface): string {
    return this.issuer.url(surface === 'legacy' ? PATHS.legacyClients : PATHS.clients);
  }

  /** RFC 7591 §3.2.1. Secret and token are shown only where they were just drawn. */
  render(shown: { client: Client } & Partial<ShownClient>, surface: Surface): ClientInformation {
    const { client, secret, registrationAccessToken } = shown;
    return renderClient(client, {
      uri: `${this.endpoint(surface)}/${encodeURIComponent(client.clientId)}`,
      ...(registrationAccessToken === undefined ? {} : { accessToken: registrationAccessToken }),
      ...(secret === undefined ? {} : { secret }),
    });
  }
}
