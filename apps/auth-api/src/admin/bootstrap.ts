import { Injectable } from '@nestjs/common';
import { API_SCOPES, type ApiScope, COMMAND_LINE } from '@passant/contracts';
import { Store } from '@passant/persistence';
import { hashOf } from '@passant/protocol';
import { type Config, ConfigError, isOnThisMachineOnly } from '../platform/config.js';
import { Clock } from '../platform/clock.js';
import { pooledRandomBytes } from '../platform/random.js';
import { Configuration } from '../platform/configuration.js';
import { MasterToken } from '../credentials/master-token.js';
import { Secrets } from '../credentials/secrets.js';
import type { Maker } from '../observation/event-log.js';
import { ApiClientsService } from './clients/api-clients.service.js';
import { DemoSeed } from './demo-seed.js';
import { hashPassword } from '../admin-access/password.js';

/** E-mail address of the first administrator if the operator does not name one. */
export const DEFAULT_ADMIN = 'admin@passant.local';

/** Generated values that the operator must be told, because they cannot be recovered later. */
export interface Generated {
  /** The first administrator; `password` only if it was generated here. */
  administrator?: { email: string; password?: string };
  /** The master token, if it was generated now. */
  masterToken?: string;
}

/** The result of the first start. */
export interface FirstStart extends Generated {
  /** Whether a demo was seeded that the operator has not been told about yet. */
  seeded: boolean;
}

/** Generates a password for a person to copy once. */
export function drawPassword(): string {
  return pooledRandomBytes(15).toString('base64url');
}

interface StartOptions {
  /** Whether the database is one that gets the demo by default, unless the operator says otherwise. */
  isNew: boolean;
  /**
   * Tells the operator, exactly once. If this throws, nothing generated is kept, and the next start generates and tells
   * anew.
   */
  tell?: (generated: Generated) => void;
}

/** Creates what a new server needs before anyone can use it. Idempotent. */
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

  /** Run this last in the start-up, when nothing else can keep the server from serving. */
  async run(config: Config, { isNew, tell = () => {} }: StartOptions): Promise<FirstStart> {
    const isFirst = !(await this.store.admins.hasAccounts());
    // The demo scheme vouches for anybody, so a server that others can reach gets no demo unless the operator asks for
    // it.
    const wanted = config.seed ?? (isNew && isFirst && isOnThisMachineOnly(config) ? 'demo' : 'none');
    // The administrator comes last: as long as there is none, a start that was interrupted is repeated as a whole.
    const seeded = wanted === 'demo' && ((await this.demo.plant(makerOf('PASSANT_SEED', isFirst))) || isFirst);
    await this.bootstrapClient(config, isFirst);
    const generated = await this.generate(config, isFirst, tell);
    return { ...generated, seeded };
  }

  /**
   * Creates the first administrator and the master token where they are missing: both or neither, and never without
   * telling the operator.
   */
  private async generate(config: Config, isFirst: boolean, tell: (generated: Generated) => void): Promise<Generated> {
    const { email = DEFAULT_ADMIN, password: given } = config.admin;
    const password = given ?? drawPassword();
    const passwordHash = isFirst ? await hashPassword(password) : undefined;
    const known = config.masterTokenHash ?? (await this.store.configuration.masterTokenHash());
    const token = known ? undefined : this.secrets.generateSecret();
    const account = passwordHash && { email, passwordHash, role: 'Admin' as const, createdAt: this.clock.now() };
    const generated = await this.store.transaction(async ({ admins, configuration }) => {
      // Another instance may be starting for the first time as well; the values that it generated first are the ones
      // that count.
      await configuration.takeTurn();
      const made = account && (await admins.insertFirst(account));
      const kept = token && (await configuration.keepMasterToken(hashOf(token)));
      const result: Generated = {
        ...(made ? { administrator: { email, ...(given === undefined ? { password } : {}) } } : {}),
        ...(kept ? { masterToken: token } : {}),
      };
      // Tell before committing, since the process may end at any moment: a value that was told but not kept is
      // generated again, but one that was kept and never told would be lost for good.
      if (made || kept) tell(result);
      return result;
    });
    this.masterToken.use(
      generated.masterToken === undefined
        ? (known ?? (await this.store.configuration.masterTokenHash())!)
        : hashOf(generated.masterToken),
    );
    return generated;
  }

  private async bootstrapClient({ bootstrapClient: wanted }: Config, isFirst: boolean): Promise<void> {
    if (!wanted || this.configuration.apiClient(wanted.clientId)) return;
    await this.apiClients.ensure(
      {
        client_id: wanted.clientId,
        name: 'Bootstrap client',
        scopes: Object.keys(API_SCOPES) as ApiScope[],
        applications: [],
        token_endpoint_auth_method: 'client_secret_basic',
        audience_policy: 'STRICT',
        introspection_signed_response_alg: null,
        introspection_flat_user_details: false,
        resources: [],
        introspection_sight: 'APPLICATIONS',
      },
      wanted.secret,
      makerOf('PASSANT_BOOTSTRAP_CLIENT_ID', isFirst),
    );
    if (!this.configuration.apiClient(wanted.clientId)) {
      throw new ConfigError('PASSANT_BOOTSTRAP_CLIENT_ID is taken by a client that is no API client.');
    }
  }
}

/**
 * Who makes what a setting asks for: the operator, as with a command. What the first start makes is no change: nothing was
 * there before.
 */
function makerOf(setting: string, isFirst: boolean): Maker | undefined {
  return isFirst ? undefined : { admin: COMMAND_LINE, change: { endpoint: null, reason: setting } };
}
