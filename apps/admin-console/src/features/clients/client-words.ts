import {
  IMPLICIT_AUTHENTICATION_GRANT,
  STATELESS_AUTHENTICATION_GRANT,
  type RegisteredClient,
} from '@passant/contracts';
import { fromNow } from '../../lib/moments.js';

const PLATFORM_NAMES = { ios: 'iOS', android: 'Android' } as const;

/** Platform and version in one text: "iOS 1.0". Empty for a client that has neither. */
export function versionOf({
  app_platform: platform,
  app_version: version,
}: Pick<RegisteredClient, 'app_platform' | 'app_version'>): string {
  return [platform && PLATFORM_NAMES[platform], version].filter(Boolean).join(' ');
}

const GRANT_NAMES: Record<string, string> = {
  authorization_code: 'Signs people in',
  refresh_token: 'Keeps them signed in',
  client_credentials: 'Acts for itself',
  [STATELESS_AUTHENTICATION_GRANT]: 'Stateless registration',
  [IMPLICIT_AUTHENTICATION_GRANT]: 'Implicit authentication',
};

/** Grant types as text for people. */
export function grantsInWords(grantTypes: readonly string[]): string {
  return grantTypes.map((grant) => GRANT_NAMES[grant] ?? grant).join(', ');
}

/** When a client is deleted, and whether use prevents it. @param expiresAt epoch seconds */
export function goesInWords(expiresAt: number, trial: true | undefined): string {
  const when = fromNow(expiresAt);
  return trial ? `goes ${when} with its trial` : `goes ${when} if unused`;
}
