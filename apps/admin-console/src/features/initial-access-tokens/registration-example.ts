import { PATHS, type ApplicationVersion, type JsonWebKeySet } from '@passant/contracts';

interface Values {
  /** The server's public URL, without a path. */
  origin: string;
  token: string;
  application: string;
  version: Pick<ApplicationVersion, 'platform' | 'version'>;
  publicKey: JsonWebKeySet['keys'][number];
}

/** A shell command with which an instance of a mobile app registers itself (RFC 7591). */
export function registrationExample({ origin, token, application, version, publicKey }: Values): string {
  const metadata = {
    application_type: 'native',
    client_name: 'Trial instance',
    software_id: application,
    software_version: version.version,
    app_platform: version.platform,
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: { keys: [publicKey] },
  };
  return [
    `curl -X POST ${quoted(origin + PATHS.clients)}`,
    `-H ${quoted(`Authorization: Bearer ${token}`)}`,
    "-H 'Content-Type: application/json'",
    `-d ${quoted(JSON.stringify(metadata, null, 2))}`,
  ].join(' \\\n  ');
}

/** A text as one word of a POSIX shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
