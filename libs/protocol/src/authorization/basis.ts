import type { Application } from '../applications/application-records.js';
import type { ClientDocumentPolicy } from '../client-registration/client-document-records.js';
import { type ApplicationLeniency, leniencyAt, leniencyOf } from '../clients/audience-policy.js';
import type { Client } from '../clients/client-records.js';
import type { IdentityProvider } from '../identity-providers/provider-records.js';
import type { EpochSeconds } from '../time.js';
import type { Present } from './standing.js';

/** The current configuration, as far as anything that is issued depends on it. */
export interface Configured extends Present {
  apiClients: readonly Client[];
  clientDocuments: Pick<ClientDocumentPolicy, 'enabled' | 'domains' | 'edition'>;
}

/**
 * What a decision to issue something was based on, as it was read. Whatever stores what is issued stores it only if all
 * of it is the same still: a change that came in between may have taken away what the decision allowed. Each is told by
 * what distinguishes it from another of its name, and by its edition, which moves with everything that is judged and
 * stays with all else, such as a name.
 */
export interface Basis {
  client: Pick<Client, 'clientId' | 'incarnation' | 'edition'>;
  /** null: the client belongs to none. */
  application: (Pick<Application, 'identifier' | 'issuance' | 'edition'> & ApplicationLeniency) | null;
  /** The provider that authenticated the person; null if there is no person. */
  provider: Pick<IdentityProvider, 'identifier' | 'issuance' | 'edition'> | null;
  /** The API clients that have the identifiers which the audience names, each once. */
  resourceServers: readonly Pick<Client, 'clientId' | 'incarnation' | 'edition'>[];
  /** From which domains documents are taken; null if no document that is followed describes the client. */
  clientDocuments: Pick<ClientDocumentPolicy, 'edition'> | null;
}

/**
 * The basis of a token that is issued to a client.
 * @param configured the configuration that the decision was made with
 * @param identityProvider the provider that authenticated the person, if there is one
 * @param audience the resources that the token is for
 */
export function basisOf(
  client: Client,
  configured: Configured,
  identityProvider: string | null,
  audience: readonly string[],
): Basis {
  const names = (server: Client) => server.resources.some((resource) => audience.includes(resource));
  return {
    client,
    application: configured.application ?? null,
    provider: configured.providers.find(({ identifier }) => identifier === identityProvider) ?? null,
    resourceServers: configured.apiClients.filter(names),
    clientDocuments: client.documentFreshUntil === null ? null : configured.clientDocuments,
  };
}

/**
 * The basis of what is judged again before a token is issued for it, such as a transaction or a code: who it is for, and
 * who vouches for the person.
 */
export function basisOfStep({
  client,
  application,
  provider,
}: Pick<Basis, 'client' | 'application' | 'provider'>): Basis {
  return { client, application, provider, resourceServers: [], clientDocuments: null };
}

/** What has an issuance, as far as it is still there. */
type Issuer = Basis['application'] | Basis['provider'] | undefined;

/**
 * Whether what began on a basis must not be decided again on the present one, although that may allow it: there is
 * another provider with the identifier, or all tokens of the application or the provider were ended meanwhile.
 */
export function isEndedSince(
  begun: Pick<Basis, 'application' | 'provider'>,
  now: { application: Issuer; provider: Issuer },
): boolean {
  const isAnother = (before: Issuer, after: Issuer) => !!before && !!after && before.issuance !== after.issuance;
  return isAnother(begun.application, now.application) || isAnother(begun.provider, now.provider);
}

/** What the proof of a client is judged by, apart from exceptions of its audience. */
const PROOF = [
  ...(['authMethod', 'secretHash', 'previousSecretHash', 'previousSecretUntil', 'jwks', 'jwksUri'] as const),
] satisfies (keyof Client)[];

/** A client with its application, as far as its proof is judged by them. */
export interface Proving {
  client: Pick<Client, (typeof PROOF)[number] | 'audiencePolicy' | 'lenientUntil' | 'createdAt'>;
  application: ApplicationLeniency | null | undefined;
}

/**
 * Whether a client has to prove anew who it is: its key, secret or method was replaced, or the exception is over without
 * which its proof may have been refused. Nothing more is decided on the proof that it gave before.
 */
export function mustProveAnew(before: Proving, after: Proving, now: EpochSeconds): boolean {
  const isLenient = ({ client, application }: Proving) =>
    !!leniencyAt(leniencyOf(client, application ?? undefined), now);
  return (
    PROOF.some((member) => JSON.stringify(before.client[member]) !== JSON.stringify(after.client[member])) ||
    (isLenient(before) && !isLenient(after))
  );
}

/** Thrown where nothing was stored, because what the decision was based on has changed meanwhile. */
export class OutdatedBasis extends Error {
  constructor(readonly basis: Basis) {
    super('what the decision was based on has changed meanwhile');
  }
}
