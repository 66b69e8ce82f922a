import { Injectable } from '@nestjs/common';
import { API_SCOPES, type ApiScope } from '@passant/contracts';
import { Store } from '@passant/persistence';
import { hashOf } from '@passant/protocol';
import type { Config } from '../platform/config.js';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { MasterToken } from '../platform/master-token.js';
import { Secrets } from '../platform/secrets.js';
import { ApiClientsService } from './clients/api-clients.service.js';
import { DemoSeed } from './demo-seed.js';
import { hashPassword } from './password.js';

/** E-mail address of the first administrator where the operator names none. */
export const DEFAULT_ADMIN = 'admin@passant.local';

/** What the operator is told after the first start. */
export interface FirstStart {
  /** The first administrator; `password` only if it was drawn here. */
  administrator?: { email: string; password?: string };
  /** The master token, if it was drawn now. */
  masterToken?: string;
  seeded: boolean;
}

/** Makes what a new server needs before anyone can use it. Does nothing twice. */
@Injectable()
export class Bootstrap {
  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly apiClients: ApiClientsService,
    private readonly demo: DemoSeed,
    private readonly masterToken: MasterToken,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  async run(config: Config, options: { isNew: boolean }): Promise<FirstStart> {
    const administrator = await this.firstAdministrator(config);
    await this.bootstrapClient(config);
    const masterToken = await this.firstMasterToken(config);
    const wanted = config.seed ?? (options.isNew ? 'demo' : 'none');
    return {
      ...(administrator ? { administrator } : {}),
      ...(masterToken ? { masterToken } : {}),
      seeded: wanted === 'demo' && (await this.demo.plant()),
    };
  }

  private async firstAdministrator(config: Config): Promise<FirstStart['administrator']> {
    if (await this.store.admins.hasAccounts()) return undefined;
    const email = config.admin.email ?? DEFAULT_ADMIN;
    const drawn = config.admin.password === undefined ? this.secrets.draw(15).toString('base64url') : undefined;
    const made = await this.store.admins.insertFirst({
      email,
      passwordHash: await hashPassword(config.admin.password ?? drawn!),
      role: 'Admin',
      createdAt: this.clock.now(),
    });
    if (!made) return undefined;
    return { email, ...(drawn === undefined ? {} : { password: drawn }) };
  }

  /** Takes the operator's master token, or the one this server drew before. @returns one that was drawn now */
  private async firstMasterToken(config: Config): Promise<string | undefined> {
    const { configuration } = this.store;
    const known = config.masterTokenHash ?? (await configuration.masterTokenHash());
    if (known) {
      this.masterToken.use(known);
      return undefined;
    }
    const drawn = this.secrets.drawSecret();
    const kept = await configuration.keepMasterToken(hashOf(drawn));
    // Another instance may have been faster; then its token is the one.
    this.masterToken.use(kept ? hashOf(drawn) : (await configuration.masterTokenHash())!);
    return kept ? drawn : undefined;
  }

  private async bootstrapClient({ bootstrapClient: wanted }: Config): Promise<void> {
    if (!wanted || this.configuration.apiClient(wanted.clientId)) return;
    await this.apiClients.create(
      {
        client_id: wanted.clientId,
        name: 'Bootstrap client',
        scopes: Object.keys(API_SCOPES) as ApiScope[],
        applications: [],
        token_endpoint_auth_method: 'client_secret_basic',
        audience_policy: 'STRICT',
        introspection_signed_response_alg: null,
      },
      wanted.secret,
    );
  }
}
