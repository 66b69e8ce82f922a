import type { Application, CreatedSoftwareStatement, UpdateApplication } from '@passant/contracts';
import type { AuthServer } from './auth-server.js';

export const VERSION = { platform: 'ios', version: '1.0', status: 'LOGIN_REGISTRATION' } as const;

/** An administrator's request for a software statement, by default for version 1.0 on iOS. */
export const asked = (application: Application, changes: object = {}) => ({
  body: { application: application.identifier, app_platform: 'ios', app_version: '1.0', ...changes },
});

/** Issues software statements for applications, as administrators do. */
export class StatementOffice {
  constructor(private readonly server: AuthServer) {}

  async application(): Promise<Application> {
    return this.server.given.mobileApplication(await this.server.given.provider(), {
      versions: [VERSION, { ...VERSION, platform: 'android' }],
    });
  }

  async exportFor(application: Application, changes: object = {}): Promise<CreatedSoftwareStatement> {
    return this.server.admin.call('createSoftwareStatement', asked(application, changes));
  }

  async change(application: Application, body: UpdateApplication): Promise<void> {
    const parameters = { identifier: application.identifier };
    const reply = await this.server.admin.request('updateApplication', { parameters, body, ifMatch: '*' });
    expect(reply.status).toBe(200);
  }
}
