import { Injectable } from '@nestjs/common';
import { ClientMetadata } from '@passant/contracts';
import {
  type Client,
  type ClientDraft,
  OAuthError,
  type RegistrationRights,
  type SectorAnswer,
  planRegistration,
  withoutUnset,
} from '@passant/protocol';
import { Configuration } from '../platform/configuration.js';
import { refusalOf } from '../platform/http/contract.pipe.js';
import { JwksUriPolicy } from '../platform/jwks-uri-policy.js';
import { RegistrationPolicy } from '../platform/registration-policy.js';
import { SectorIdentifiers } from './sector-identifiers.js';

/** For whom, with which rights and within which limits a registration is judged. */
export interface JudgedBy {
  rights: RegistrationRights;
  /** Identifier; `null`: none. */
  application: string | null;
  redirectHosts: readonly string[];
  current?: Client;
  /**
   * Called before another server is asked, so that whoever causes that is counted. Throws if they caused too much;
   * {@link COUNTED_BEFORE} where something else has counted them already.
   */
  admitAsking: () => Promise<void>;
}

/** The caller was counted before the registration was judged, or is nobody who has to be: see {@link JudgedBy}. */
export const COUNTED_BEFORE = (): Promise<void> => Promise.resolve();

/** Checks a requested registration against the rules and this server's settings. */
@Injectable()
export class RegistrationJudge {
  constructor(
    private readonly configuration: Configuration,
    private readonly privateUris: JwksUriPolicy,
    private readonly policy: RegistrationPolicy,
    private readonly sectors: SectorIdentifiers,
  ) {}

  /**
   * Parses the body as client metadata. Throws `invalid_client_metadata` or `invalid_redirect_uri` for members of the
   * wrong type.
   */
  read(body: unknown): ClientMetadata {
    const message =
      typeof body === 'object' && body !== null && !Array.isArray(body)
        ? withoutUnset(body as Record<string, unknown>)
        : body;
    const parsed = ClientMetadata.safeParse(message);
    if (parsed.success) return parsed.data;
    const { issues } = parsed.error;
    const isRedirect = issues[0]?.path[0] === 'redirect_uris';
    throw new OAuthError(isRedirect ? 'invalid_redirect_uri' : 'invalid_client_metadata', refusalOf(issues).message);
  }

  /**
   * Checks everything that can be checked locally before fetching the sector identifier URI, so that a request that is
   * refused anyway causes no fetch.
   * Throws what `planRegistration` and `admitAsking` throw, and `temporarily_unavailable` if too many addresses are being fetched.
   */
  async judge(metadata: ClientMetadata, by: JudgedBy): Promise<ClientDraft> {
    const { sector_identifier_uri: sectorUri, ...rest } = metadata;
    const draft = this.plan(rest, by);
    this.requireReachable(draft.jwksUri);
    return sectorUri === undefined ? draft : this.plan(metadata, by, await this.sectors.ask(metadata, by.admitAsking));
  }

  private plan(
    metadata: ClientMetadata,
    { application, admitAsking: _counts, ...by }: JudgedBy,
    sector?: SectorAnswer,
  ): ClientDraft {
    return planRegistration(metadata, {
      ...by,
      application: application === null ? null : this.configuration.application(application),
      privateUris: this.privateUris.allowPrivate,
      redirectSchemes: this.policy.settings.redirectSchemes,
      openScopes: this.policy.settings.openScopes,
      ...(sector === undefined ? {} : { sector }),
    });
  }

  /**
   * Refuses an address now if it would be refused when fetched. What a host name resolves to is only checked when it is
   * fetched.
   */
  private requireReachable(jwksUri: string | null): void {
    const problem = jwksUri === null ? undefined : this.privateUris.problemOf(jwksUri);
    if (problem !== undefined) throw new OAuthError('invalid_client_metadata', `jwks_uri ${problem}.`);
  }
}
