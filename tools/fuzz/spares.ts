import type { Application } from '@passant/contracts';
import { MobileApp } from '@passant/mobile-client';
import { type AdminApi, type Given, VERSION } from '@passant/playwright/server';

/** Makes things to be changed and deleted, so that nothing which the run needs is. */
export class Spares {
  private readonly made = new Map<string, Promise<string>>();
  private readonly makers: Record<string, () => Promise<string>>;

  /** @param client registers a client */
  constructor(given: Given, admin: AdminApi, application: Application, client: () => Promise<string>, url: string) {
    const body = { application: application.identifier };
    const installation = async () => {
      const initialAccessToken = await given.initialAccessToken(application);
      const installed = { serverUrl: url, application: application.identifier, kind: 'mobile', ...VERSION } as const;
      return (await MobileApp.install({ ...installed, initialAccessToken })).clientId;
    };
    this.makers = {
      applications: async () => (await given.application()).identifier,
      'identity-providers': async () => (await given.provider()).identifier,
      scopes: async () => {
        const scope = { identifier: given.name('scope'), description: 'Spare' };
        return (await admin.call('createScope', { body: scope })).identifier;
      },
      administrators: async () => {
        const email = `${given.name('spare')}@fuzz.invalid`;
        await admin.call('inviteAdministrator', { body: { email, role: 'Operator' } });
        return email;
      },
      'api-clients': async () => (await given.apiClient()).client_id,
      'web-clients': async () => {
        const redirect_uris = ['https://fuzz.invalid/callback'];
        return (await given.webClient(await given.webApplication(), { redirect_uris })).client_id;
      },
      'app-installations': installation,
      clients: client,
      'software-statements': async () => {
        const version = { app_platform: VERSION.platform, app_version: VERSION.version };
        return (await admin.call('createSoftwareStatement', { body: { ...body, ...version } })).id;
      },
      'initial-access-tokens': async () => (await admin.call('createInitialAccessToken', { body })).id,
      'web-hooks': async () => (await given.webHook({ type: 'CUSTOMIZE_TOKEN', base_uri: 'https://fuzz.invalid' })).id,
    };
  }

  /** Whether there are spare things of a kind: the first segment of their address. */
  has(kind: string): boolean {
    return Object.hasOwn(this.makers, kind);
  }

  async one(kind: string): Promise<string> {
    const held = this.made.get(kind) ?? this.makers[kind]!();
    this.made.set(kind, held);
    return held;
  }

  /** Makes another one next time: this one may be gone. */
  forget(kind: string): void {
    this.made.delete(kind);
  }
}
