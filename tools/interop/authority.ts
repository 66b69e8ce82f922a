import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import tls from 'node:tls';
import { at } from '../lib/workspace.mjs';
import { quietly } from '../lib/run.mjs';
import { HOSTS } from './names.mjs';

/** Certificate and private key of a TLS server, in PEM. */
export interface Certificate {
  certificate: string;
  key: string;
}

/** A certificate authority that exists for one run only, and PEM files for clients that read their CAs from files. */
export interface Authority {
  /** Server certificate for every host name of the run. */
  server: Certificate;
  /** File with this authority only, which Node trusts in addition to its own. */
  file: string;
  /** File with the system's authorities and this one, which replaces the system's bundle. */
  bundle: string;
}

const SYSTEM_BUNDLE = '/etc/ssl/certs/ca-certificates.crt';

/** Generates an authority and makes this process trust it. */
export async function foundAuthority(folder: string): Promise<Authority> {
  mkdirSync(folder);
  const program = at('tools/interop/clients/support/authority.mjs');
  const made = await quietly('No certificate could be made', process.execPath, [program, ...HOSTS, 'localhost']);
  const { authority, certificate, key } = JSON.parse(made) as Certificate & { authority: string };
  const file = join(folder, 'authority.pem');
  const bundle = join(folder, 'bundle.pem');
  writeFileSync(file, authority);
  writeFileSync(bundle, `${systemAuthorities()}\n${authority}`);
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), authority]);
  return { server: { certificate, key }, file, bundle };
}

function systemAuthorities(): string {
  try {
    return readFileSync(SYSTEM_BUNDLE, 'utf8');
  } catch {
    return tls.rootCertificates.join('\n');
  }
}
