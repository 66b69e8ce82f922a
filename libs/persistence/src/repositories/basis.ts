import type { Basis } from '@passant/protocol';

/** A row that a basis rests on: which, and what tells that it is as it was. */
interface Part {
  alias: string;
  table: string;
  key: string;
  /** Distinguishes it from another of its key; absent if there can be none. */
  mark?: string;
  /** The values of key, mark and edition. */
  values: string[];
}

/**
 * The rows that a basis rests on, in the order of their locks: that in which a change of several of them is made. The
 * client is always one of them.
 */
function partsOf({ client, application, provider, resourceServers, clientDocuments }: Basis): Part[] {
  const ofClient = { table: 'client', key: 'client_id', mark: 'incarnation' };
  const configured = { key: 'identifier', mark: 'issuance' };
  const valuesOf = ({ clientId, incarnation, edition }: Basis['client']) => [clientId, incarnation, `${edition}`];
  const ofIssuer = ({ identifier, issuance, edition }: NonNullable<Basis['provider']>) => [identifier, issuance, `${edition}`]; // prettier-ignore
  const servers = resourceServers.toSorted((one, other) => (one.clientId < other.clientId ? -1 : 1));
  return [
    ...(provider ? [{ ...configured, alias: 'held_provider', table: 'identity_provider', values: ofIssuer(provider) }] : []), // prettier-ignore
    ...(application ? [{ ...configured, alias: 'held_application', table: 'application', values: ofIssuer(application) }] : []), // prettier-ignore
    ...servers.map((server, index) => ({ ...ofClient, alias: `held_server_${index}`, values: valuesOf(server) })),
    { ...ofClient, alias: 'held_client', values: valuesOf(client) },
    ...(clientDocuments ? [{ alias: 'held_policy', table: 'client_document_policy', key: 'singleton', values: ['true', `${clientDocuments.edition}`] }] : []), // prettier-ignore
  ];
}

/** The one parameter that holds a basis, as {@link standingOn} reads it. */
export function basisValues(basis: Basis): string[] {
  return partsOf(basis).flatMap(({ values }) => values);
}

/**
 * The CTE `standing`: the client of a basis, if all of it is as it was when the decision was made, and no row otherwise.
 * Everything is locked until the statement has stored what it stores, so a concurrent change either waits, and finds it,
 * or is seen.
 * @param parameter of {@link basisValues}, for example `$3`
 */
export function standingOn(basis: Basis, parameter: string): string {
  const parts = partsOf(basis);
  let place = 0;
  const value = (type: string) => `(${parameter}::text[])[${(place += 1)}]::${type}`;
  const conditions = parts.flatMap(({ alias, key, mark }) => [
    `${alias}.${key} = ${value(key === 'singleton' ? 'boolean' : 'text')}`,
    ...(mark === undefined ? [] : [`${alias}.${mark} = ${value('uuid')}`]),
    `${alias}.edition = ${value('int')}`,
  ]);
  return `standing AS MATERIALIZED (
    SELECT held_client.client_id FROM ${parts.map(({ table, alias }) => `${table} ${alias}`).join(', ')}
     WHERE ${conditions.join(' AND ')}
       FOR SHARE OF ${parts.map(({ alias }) => alias).join(', ')})`;
}
