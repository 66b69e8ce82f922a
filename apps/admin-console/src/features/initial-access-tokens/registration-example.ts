import {
  AUTHORIZATION_CODE_GRANT,
  CLIENT_CREDENTIALS_GRANT,
  PATHS,
  REFRESH_TOKEN_GRANT,
  type Application,
  type CreatedInitialAccessToken,
  type JsonWebKeySet,
} from '@passant/contracts';

type PublicKey = JsonWebKeySet['keys'][number];
type Token = Pick<CreatedInitialAccessToken, 'initial_access_token' | 'scope' | 'redirect_hosts'>;

/** A ready-to-run shell command that registers a client with a token (RFC 7591). */
export function registrationExample(origin: string, token: Token, metadata: object): string {
  return [
    `curl -X POST ${quoted(origin + PATHS.clients)}`,
    `-H ${quoted(`Authorization: Bearer ${token.initial_access_token}`)}`,
    "-H 'Content-Type: application/json'",
    `-d ${quoted(JSON.stringify(metadata, null, 2))}`,
  ].join(' \\\n  ');
}

/**
 * Example metadata that a client could register with the token.
 * @param application the application that the token was issued for, if any
 * @param publicKey public key of an app installation
 */
export function exampleMetadata(
  token: Token,
  application: Pick<Application, 'identifier' | 'client_type' | 'versions'> | undefined,
  publicKey: PublicKey,
): object {
  if (!application) return clientMetadata(token);
  if (application.client_type === 'web') {
    return { application_type: 'web', client_name: 'Trial back end', software_id: application.identifier };
  }
  const open = application.versions.find(({ status }) => status === 'LOGIN_REGISTRATION');
  const { platform, version } = open ?? { platform: 'ios', version: '1.0' };
  return {
    application_type: 'native',
    client_name: 'Trial instance',
    software_id: application.identifier,
    software_version: version,
    app_platform: platform,
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: { keys: [publicKey] },
  };
}

/** Metadata of a client that belongs to no application, within the scopes of the token. */
function clientMetadata({ scope, redirect_hosts: hosts }: Token): object {
  const may = (grant: string) => scope.includes('client-reg') || scope.includes(`client-reg:grant:${grant}`);
  const named = { client_name: 'Trial client' };
  if (may('code')) {
    const grants = [AUTHORIZATION_CODE_GRANT, ...(may('refresh') ? [REFRESH_TOKEN_GRANT] : [])];
    return { ...named, redirect_uris: [`https://${hosts[0] ?? 'client.example.org'}/callback`], grant_types: grants };
  }
  if (may('client')) return { ...named, grant_types: [CLIENT_CREDENTIALS_GRANT] };
  return { ...named, grant_types: [], token_endpoint_auth_method: 'none' };
}

/** Quotes a text as a single word for a POSIX shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
