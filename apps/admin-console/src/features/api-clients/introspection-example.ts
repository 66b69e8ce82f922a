import { PATHS } from '@passant/contracts';

/** A shell command that introspects a token (RFC 7662). */
export function introspectionExample(origin: string, clientId: string, secret: string): string {
  return [
    `curl -X POST '${origin}${PATHS.introspectV2}'`,
    `-u '${clientId}:${secret}'`,
    "-d 'token=ACCESS_TOKEN'",
  ].join(' \\\n  ');
}
