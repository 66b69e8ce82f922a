import { Injectable } from '@nestjs/common';
import { type Client, type Configured, grantAudience, offeredResources } from '@passant/protocol';
import { Issuer } from '../platform/issuer.js';

/** Determines which resources access tokens are for (RFC 8707). */
@Injectable()
export class Audiences {
  constructor(private readonly issuer: Issuer) {}

  /** The resources that a client may request tokens for; empty as long as no API has a resource identifier. */
  offeredTo(client: Pick<Client, 'application'>, apiClients: readonly Client[]): ReadonlySet<string> {
    return offeredResources(apiClients, client.application, this.issuer.identifier);
  }

  /**
   * Returns the audience of a token. Throws `invalid_target`.
   * @param configured what the token is decided on
   * @param requested the resources that the request names
   * @param granted the resources of the grant that the token is based on
   */
  require(
    client: Pick<Client, 'application'>,
    { apiClients }: Configured,
    requested: readonly string[] | undefined,
    granted: readonly string[] = [],
  ): string[] {
    return grantAudience(requested, this.offeredTo(client, apiClients), granted);
  }
}
