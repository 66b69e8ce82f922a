import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { ISSUER_PATH } from '@passant/contracts';
import { startPassant } from '../world/passant.js';
import type { Program } from '../world/program.js';
import { freePort } from '../lib/free-port.mjs';
import type { IssuerKind } from './issuer-kind.js';
import { ISSUER_HOST } from './names.mjs';
import { Setup } from './setup.js';
import { TlsProxy } from './tls-proxy.js';
import type { Certificate } from './authority.js';

const SETTINGS = {
  PASSANT_OPEN_REGISTRATION: 'on',
  // All clients come from one address, and one address gets only a quarter of this.
  PASSANT_OPEN_REGISTRATIONS_PER_HOUR: '100000',
};

/** A running server of one of the two kinds, with the configuration that an administrator has set up. */
export class Issuer {
  private constructor(
    readonly kind: IssuerKind,
    /** Public URL, without a trailing slash. */
    readonly url: string,
    readonly setup: Setup,
    private readonly program: Program,
    private readonly proxy?: TlsProxy,
  ) {}

  static async start(kind: IssuerKind, folder: string, certificate: Certificate): Promise<Issuer> {
    mkdirSync(folder);
    if (kind === 'L') {
      const program = await startPassant({ folder, settings: SETTINGS });
      return new Issuer(kind, program.url, await Setup.begin(program.url), program);
    }
    const port = await freePort();
    const proxy = await TlsProxy.start(certificate, port);
    const settings = {
      ...SETTINGS,
      PORT: `${port}`,
      PASSANT_PUBLIC_URL: `https://${ISSUER_HOST}:${proxy.port}`,
      PASSANT_TRUSTED_PROXIES: 'loopback',
    };
    try {
      const program = await startPassant({ folder, settings });
      return new Issuer(kind, program.url, await Setup.begin(program.url), program, proxy);
    } catch (error) {
      await proxy.stop();
      throw error;
    }
  }

  /** The issuer identifier, as it appears in tokens and in the configuration of clients. */
  get identifier(): string {
    return this.url + ISSUER_PATH;
  }

  /** Current size of the server's log, in bytes. */
  get logged(): number {
    return statSync(this.program.options.logFile).size;
  }

  /** The refusals logged since the log had the given size, each with the cause that the client was not told. */
  refusalsSince(logged: number): string[] {
    const lines = readFileSync(this.program.options.logFile).subarray(logged).toString('utf8').split('\n');
    return lines.filter((line) => line.includes('"context":"Refusal"')).map((line) => renderRefusal(line));
  }

  async stop(): Promise<void> {
    await this.proxy?.stop();
    await this.program.stop();
  }
}

/** Renders a line of the server's log: what was refused, and why. */
function renderRefusal(line: string): string {
  const refusal = JSON.parse(line) as Record<string, string>;
  const { method, route = '', status, error, reason, cause } = refusal;
  return `Passant: ${method} ${route} ${status} ${error}: ${reason}${cause === undefined ? '' : ` (${cause})`}`;
}
