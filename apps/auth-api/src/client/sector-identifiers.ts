import { Injectable } from '@nestjs/common';
import { type SectorAnswer, readSector, sectorUriProblem } from '@passant/protocol';
import { JwksUriPolicy } from '../platform/jwks-uri-policy.js';
import { OutboundClient, OutboundError } from '../platform/outbound/outbound-client.js';

/** Milliseconds and bytes of a request. */
const TIMEOUT = 3_000;
const MAX_BYTES = 64 * 1024;

/** Asks `sector_identifier_uri` for its list (OpenID Connect Registration §5). */
@Injectable()
export class SectorIdentifiers {
  constructor(
    private readonly outbound: OutboundClient,
    private readonly policy: JwksUriPolicy,
  ) {}

  /** @returns `undefined` where there is nothing to ask. Never throws: what cannot be had is an answer, too. */
  async ask(metadata: { sector_identifier_uri?: unknown }): Promise<SectorAnswer | undefined> {
    const uri = metadata.sector_identifier_uri;
    if (typeof uri !== 'string' || sectorUriProblem(uri, this.policy.allowPrivate) !== undefined) return undefined;
    try {
      const reply = await this.outbound.send({
        method: 'GET',
        url: new URL(uri),
        policy: this.policy.allowPrivate ? 'any' : 'public',
        timeout: TIMEOUT,
        maxBytes: MAX_BYTES,
      });
      return reply.status === 200 ? readSector(reply.body) : { problem: `answered ${reply.status}` };
    } catch (error) {
      if (error instanceof OutboundError) return { problem: error.message };
      throw error;
    }
  }
}
