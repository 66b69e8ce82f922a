import type { Application, EnrolledDevice, IdentityProvider } from '@passant/contracts';
import { STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { AuthenticationDevice, DeviceKey, type MobileApp } from '@passant/mobile-client';
import type { AuthServer } from './auth-server.js';
import { Portal } from './portal.js';

/** Accepts whomever the app names. */
const NAMED_PERSON = `function execute(payload) { return { status: 2000, user: { id: payload } }; }`;

export interface EnrolledOwner {
  userId: string;
  app: MobileApp;
  accessToken: string;
  device: AuthenticationDevice;
  enrolled: EnrolledDevice;
}

/** The parts of an event that the specs of mobile authentication look at. */
export interface EventRow {
  name: string;
  client_id: string | null;
  user_id: string | null;
  details: unknown;
}

let people = 0;

/** An application with mobile authentication, people registered with it, and a portal that asks them to confirm. */
export class MobileWorld {
  private constructor(
    readonly server: AuthServer,
    readonly provider: IdentityProvider,
    readonly application: Application,
    readonly portal: Portal,
  ) {}

  static async create(server: AuthServer): Promise<MobileWorld> {
    const provider = await server.given.provider({ scripts: { complete: NAMED_PERSON } });
    const application = await server.given.mobileApplication(provider, {
      user_authentication: { stateless_authentication: true, mobile_authentication: true },
    });
    return new MobileWorld(server, provider, application, await MobileWorld.portal(server));
  }

  static async portal(server: AuthServer, applications: string[] = []): Promise<Portal> {
    const caller = await server.given.resourceServer({ scopes: ['onegini_api_mobile_authentication'], applications });
    return new Portal(server.url, caller);
  }

  /** A person who registered with the default grant, and their access token. */
  async person(changes: { userId?: string; app?: MobileApp; profileId?: string; application?: Application } = {}) {
    people += 1;
    const userId = changes.userId ?? `person-${people}`;
    const app = changes.app ?? (await this.server.given.appInstance(changes.application ?? this.application));
    const { body } = await app.complete(this.provider.identifier, {
      profile_id: changes.profileId ?? '123EXI',
      data: userId,
    });
    if (!body.oauth_token) throw new Error(`The registration was refused: ${JSON.stringify(body)}`);
    return { userId, app, accessToken: body.oauth_token.access_token };
  }

  async statelessToken(): Promise<string> {
    const app = await this.server.given.appInstance(this.application);
    const { body } = await app.complete(this.provider.identifier, {
      profile_id: '123EXI',
      grant_type: STATELESS_AUTHENTICATION_GRANT,
      data: 'who-must-not-be-known',
    });
    return body.oauth_token!.access_token;
  }

  async device(accessToken: string): Promise<AuthenticationDevice> {
    return new AuthenticationDevice(this.server.url, await DeviceKey.generate(), accessToken);
  }

  /** A person whose device is enrolled. */
  async enrolledPerson(changes: Parameters<MobileWorld['person']>[0] = {}): Promise<EnrolledOwner> {
    const person = await this.person(changes);
    const device = await this.device(person.accessToken);
    const reply = await device.enrol(changes.profileId ?? '123EXI', 'Phone');
    if (reply.status !== 201) throw new Error(`The enrolment was refused: ${JSON.stringify(reply.body)}`);
    return { ...person, device, enrolled: reply.body };
  }

  /** Events whose names match this SQL `LIKE` pattern, oldest first. */
  async events(like: string): Promise<EventRow[]> {
    await this.server.noted();
    const sql = 'SELECT * FROM event WHERE name LIKE $1 ORDER BY id';
    return this.server.database.dataSource.query<EventRow[]>(sql, [like]);
  }

  async lastEvent(like: string): Promise<EventRow> {
    return (await this.events(like)).at(-1)!;
  }
}
