import { isIP } from 'node:net';
import type { OwnPasskeys } from '@passant/contracts';

/** Where browsers take passkeys of this server. */
export interface PasskeySite {
  /** `https://login.example.com` */
  origin: string;
  /** The RP ID: the name that passkeys are bound to. */
  name: string;
  /** Why browsers take none there. */
  unavailable?: NonNullable<OwnPasskeys['unavailable']>;
}

/**
 * Where browsers take passkeys of a server with that public URL. WebAuthn binds them to a domain, which an IP address is
 * not. It also wants https or this machine, which the settings want of every public URL.
 */
export function passkeySiteOf(publicUrl: string): PasskeySite {
  const { origin, hostname } = new URL(publicUrl);
  const site = { origin, name: hostname };
  return isIP(hostname.replace(/^\[|\]$/g, '')) === 0 ? site : { ...site, unavailable: 'IP_ADDRESS' };
}
