import { randomUUID } from 'node:crypto';
import type { CreateIdentityProvider, UpdateIdentityProvider, IdentityProvider as View } from '@passant/contracts';
import {
  type Application,
  type EpochSeconds,
  type IdentityProvider,
  type ProviderProperty,
  type SealProperty,
  setProperties,
} from '@passant/protocol';
import type { z } from 'zod';
import { etagOf } from '../admin-access/etag.js';

/**
 * An identity provider as the admin API shows it, with the applications that name it.
 * @param found `examples`: names of the properties that still have example values; `publicKey`: what there is to say of keys
 *   that its scripts trust
 */
export function renderIdentityProvider(
  provider: IdentityProvider,
  applications: Application[],
  { examples, publicKey }: { examples: readonly string[]; publicKey: View['public_key'] },
): View {
  return {
    identifier: provider.identifier,
    type: provider.type,
    name: provider.name,
    flow: provider.flow,
    enabled: provider.enabled,
    default: provider.isDefault,
    scripts: provider.scripts,
    script_version: provider.scriptVersion,
    allowed_hosts: provider.allowedHosts,
    properties: provider.properties.map((property) => renderProperty(property, examples.includes(property.identifier))),
    transaction_validity: provider.transactionValidity,
    ...(publicKey === undefined ? {} : { public_key: publicKey }),
    used_by: applications
      .filter((application) => application.identityProviders.includes(provider.identifier))
      .map((application) => application.identifier),
    etag: etagOf(provider),
    created_at: provider.createdAt,
    updated_at: provider.updatedAt,
  };
}

/** A property; the value of a sensitive one is left out. */
function renderProperty(property: ProviderProperty, isExample: boolean): View['properties'][number] {
  const { identifier, sensitive, value, updatedAt } = property;
  return {
    identifier,
    sensitive,
    ...(sensitive || value === null ? {} : { value }),
    ...(isExample ? { example: true as const } : {}),
    updated_at: updatedAt,
  };
}

export function newIdentityProvider(
  request: z.output<typeof CreateIdentityProvider>,
  seal: SealProperty,
  now: EpochSeconds,
): IdentityProvider {
  return {
    identifier: request.identifier,
    type: request.type,
    name: request.name,
    flow: request.flow,
    enabled: request.enabled,
    isDefault: request.default,
    scripts: request.scripts,
    scriptVersion: 1,
    latestScriptVersion: 1,
    shadowRun: null,
    allowedHosts: request.allowed_hosts,
    properties: setProperties([], request.properties, seal, now),
    transactionValidity: request.transaction_validity,
    issuance: randomUUID(),
    revision: 1,
    edition: 1,
    createdAt: now,
    updatedAt: now,
  };
}

/** Applies the members of a PATCH to the provider; everything else stays unchanged. */
export function changedIdentityProvider(
  provider: IdentityProvider,
  request: UpdateIdentityProvider,
  seal: SealProperty,
  now: EpochSeconds,
): IdentityProvider {
  return {
    ...provider,
    name: request.name ?? provider.name,
    flow: request.flow ?? provider.flow,
    enabled: request.enabled ?? provider.enabled,
    isDefault: request.default ?? provider.isDefault,
    scripts: request.scripts ?? provider.scripts,
    allowedHosts: request.allowed_hosts ?? provider.allowedHosts,
    properties: request.properties
      ? setProperties(provider.properties, request.properties, seal, now)
      : provider.properties,
    transactionValidity: request.transaction_validity ?? provider.transactionValidity,
    revision: provider.revision + 1,
    updatedAt: now,
  };
}
