import { freePort } from '../lib/free-port.mjs';
import { TlsProxy } from './tls-proxy.js';
import type { Certificate } from './authority.js';
import type { IssuerKind } from './issuer-kind.js';
import { SITE_HOST } from './names.mjs';

/** Where an application runs: the public URL, and the port on this machine on which it must listen. */
export interface Site {
  url: string;
  port: number;
}

/**
 * Provides an address for an application: with L, a port on this machine; with H, a host name on a proxy that
 * terminates TLS.
 * @param onEnd receives a function that stops the proxy
 */
export async function openSite(
  kind: IssuerKind,
  certificate: Certificate,
  onEnd: (end: () => Promise<void>) => void,
  host = SITE_HOST,
): Promise<Site> {
  const port = await freePort();
  if (kind === 'L') return { url: `http://${host === SITE_HOST ? 'localhost' : host}:${port}`, port };
  const proxy = await TlsProxy.start(certificate, port);
  onEnd(() => proxy.stop());
  return { url: `https://${host}:${proxy.port}`, port };
}
