import { timingSafeEqual } from 'node:crypto';
import type { ConfigurationSection, DeclaredIdentityProvider } from '@passant/contracts';
import { type Client, hashOf, isSameSecret } from '@passant/protocol';
import { BINDINGS } from '../credentials/wrapping.js';
import type { Workbench } from './workbench.js';

/** Each answers which of the secrets an entry names differ from those stored, by their paths in the entry. */
type Paths = string[];

/** @param client absent if it is new */
export function changedSecret(client: Client | undefined, secret: string | undefined): Paths {
  if (secret === undefined) return [];
  const isStored = client?.secretHash != null && timingSafeEqual(client.secretHash, hashOf(secret));
  return isStored ? [] : ['client_secret'];
}

export function changedPassword(
  { configuration, secrets }: Workbench,
  id: string,
  password: string | undefined,
): Paths {
  if (password === undefined) return [];
  const sealed = configuration.webHook(id)?.sealedPassword;
  const isStored =
    sealed != null && isSameSecret(secrets.unwrap(sealed, BINDINGS.webHookPassword(id)).toString('utf8'), password);
  return isStored ? [] : ['password'];
}

export function changedProperties(
  { configuration, properties: stored }: Workbench,
  identifier: string,
  properties: DeclaredIdentityProvider['properties'],
): Paths {
  const known = configuration.identityProvider(identifier)?.properties ?? [];
  return properties.flatMap(({ identifier: name, sensitive, value }, index) => {
    if (!sensitive || value === undefined) return [];
    const current = known.find((property) => property.identifier === name);
    const read = current?.sensitive ? stored.read(identifier, known, name) : null;
    return read !== null && isSameSecret(read, value) ? [] : [`properties.${index}.value`];
  });
}

/**
 * Digests of the stored secrets of an entry by their paths, to be kept encrypted only: short secrets can be guessed by
 * theirs. Empty for entries of a section without secrets.
 */
export async function secretDigests(
  bench: Workbench,
  section: ConfigurationSection,
  name: string,
): Promise<Record<string, string>> {
  const { configuration, properties: stored, secrets, store } = bench;
  switch (section) {
    case 'api_clients':
    case 'web_clients': {
      const hash = (await store.clients.find(name))?.secretHash;
      return hash == null ? {} : { client_secret: digestOf(hash) };
    }
    case 'web_hooks': {
      const sealed = configuration.webHook(name)?.sealedPassword;
      return sealed == null ? {} : { password: digestOf(secrets.unwrap(sealed, BINDINGS.webHookPassword(name))) };
    }
    case 'identity_providers': {
      const known = configuration.identityProvider(name)?.properties ?? [];
      const digests = known
        .filter(({ sensitive }) => sensitive)
        .flatMap(({ identifier }): [string, string][] => {
          const value = stored.read(name, known, identifier);
          return value === null ? [] : [[`properties.${identifier}.value`, digestOf(value)]];
        });
      return Object.fromEntries(digests);
    }
    default:
      return {};
  }
}

const digestOf = (secret: string | Uint8Array): string => hashOf(secret).toString('base64url');
