import { Injectable } from '@nestjs/common';
import { type SectorAnswer, type SectorFault, readSector, sectorUriProblem } from '@passant/protocol';
import { requestFacts } from '../platform/http/request-facts.js';
import { JwksUriPolicy } from '../platform/jwks-uri-policy.js';
import { OutboundClient } from '../platform/outbound/outbound-client.js';
import { OutboundError, type OutboundFailure, TooManyAsked, isBusy } from '../platform/outbound/outbound-error.js';

/** Limits of a request, in milliseconds and bytes. */
const TIMEOUT = 3_000;
const MAX_BYTES = 64 * 1024;

/** Failures of which the caller learns only that there is no answer. */
const UNTOLD: Partial<Record<OutboundFailure, SectorFault>> = {
  address_refused: 'the address is not one this server may connect to',
  unreachable: 'the name does not resolve, or nobody takes the connection',
  timed_out: 'nobody answered in time',
};

/** Fetches the list at `sector_identifier_uri` (OpenID Connect Registration §5). */
@Injectable()
export class SectorIdentifiers {
  constructor(
    private readonly outbound: OutboundClient,
    private readonly policy: JwksUriPolicy,
  ) {}

  /**
   * @param admit counts whoever has the address fetched, and throws if they had too many
   * @returns `undefined` if there is nothing to fetch; a failed fetch is an answer, too, that names the problem
   * Throws `temporarily_unavailable` if too many other addresses are being fetched.
   */
  async ask(
    metadata: { sector_identifier_uri?: unknown },
    admit: () => Promise<void>,
  ): Promise<SectorAnswer | undefined> {
    const uri = metadata.sector_identifier_uri;
    if (typeof uri !== 'string' || sectorUriProblem(uri, this.policy.allowPrivate) !== undefined) return undefined;
    await admit();
    try {
      const limits = { timeout: TIMEOUT, maxBytes: MAX_BYTES };
      // There is no client yet, and whoever may try out registrations can name as many addresses as they like.
      const client = requestFacts()?.network?.();
      const reply = await this.outbound.send(this.policy.requestFor(uri, limits, client));
      return reply.status === 200 ? readSector(reply.body) : { problem: `answered ${reply.status}` };
    } catch (error) {
      if (isBusy(error)) throw new TooManyAsked();
      if (!(error instanceof OutboundError)) throw error;
      const cause = UNTOLD[error.failure];
      return cause === undefined ? { problem: error.message } : { problem: 'cannot be reached', cause };
    }
  }
}
