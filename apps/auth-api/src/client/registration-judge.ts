import { Injectable } from '@nestjs/common';
import { ClientMetadata } from '@passant/contracts';
import {
  type Client,
  type ClientDraft,
  OAuthError,
  type RegistrationRights,
  type SectorAnswer,
  planRegistration,
  withoutNulls,
} from '@passant/protocol';
import { Configuration } from '../platform/configuration.js';
import { refusalOf } from '../platform/http/contract.pipe.js';
import { isLoopback } from '../platform/config.js';
import { Issuer } from '../platform/issuer.js';
import { JwksUriPolicy } from '../platform/jwks-uri-policy.js';
import { namesSpecialAddress } from '../platform/outbound/address-policy.js';
import { SigningKeys } from '../platform/signing-keys.js';

/** For whom, with what rights and within which limits a client is judged. */
export interface JudgedBy {
  rights: RegistrationRights;
  /** Identifier; `null`: none. */
  application: string | null;
  redirectHosts: readonly string[];
  sector: SectorAnswer | undefined;
  current?: Client;
}

/** Holds what somebody wants to register against the rules, with what this server knows of itself. */
@Injectable()
export class RegistrationJudge {
  constructor(
    private readonly configuration: Configuration,
    private readonly privateUris: JwksUriPolicy,
    private readonly issuer: Issuer,
    private readonly keys: SigningKeys,
  ) {}

  /** The message as metadata. Throws `invalid_client_metadata` or `invalid_redirect_uri` for members of the wrong type. */
  read(body: unknown): ClientMetadata {
    const message =
      typeof body === 'object' && body !== null && !Array.isArray(body)
        ? withoutNulls(body as Record<string, unknown>)
        : body;
    const parsed = ClientMetadata.safeParse(message);
    if (parsed.success) return parsed.data;
    const { issues } = parsed.error;
    const isRedirect = issues[0]?.path[0] === 'redirect_uris';
    throw new OAuthError(isRedirect ? 'invalid_redirect_uri' : 'invalid_client_metadata', refusalOf(issues).message);
  }

  /** Throws what `planRegistration` throws. */
  judge(metadata: ClientMetadata, { application, sector, ...by }: JudgedBy): ClientDraft {
    this.requireReachable(metadata.jwks_uri);
    return planRegistration(metadata, {
      ...by,
      application: application === null ? null : this.configuration.application(application),
      privateUris: this.privateUris.allowPrivate,
      onLoopback: isLoopback(this.issuer.publicUrl),
      signingAlgorithm: this.keys.currentAlgorithm,
      ...(sector === undefined ? {} : { sector }),
    });
  }

  /** Where a name leads is seen when it is fetched; an address that will be refused then is refused now. */
  private requireReachable(jwksUri: string | undefined): void {
    if (this.privateUris.allowPrivate || jwksUri === undefined || !namesSpecialAddress(jwksUri)) return;
    throw new OAuthError('invalid_client_metadata', 'jwks_uri must be an address on the open Internet.');
  }
}
