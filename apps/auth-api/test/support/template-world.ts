import {
  type IdentityProvider,
  type ScriptKit,
  type ScriptTemplate,
  STATELESS_AUTHENTICATION_GRANT,
} from '@passant/contracts';
import { type FakeScheme, SCHEME_API_KEY } from '@passant/mobile-client/testing';
import type { AuthServer } from './auth-server.js';

const REQUEST = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };

const said = (data: object | undefined) => (data === undefined ? {} : { data: JSON.stringify(data) });

/** Creates providers from the templates, as the console does, for the fake scheme of the tests. */
export class TemplateWorld {
  private constructor(
    private readonly server: AuthServer,
    private readonly scheme: FakeScheme,
    readonly kit: ScriptKit,
  ) {}

  static async of(server: AuthServer, scheme: FakeScheme): Promise<TemplateWorld> {
    return new TemplateWorld(server, scheme, await server.admin.call('readScriptKit'));
  }

  template(id: string): ScriptTemplate {
    return this.kit.templates.find((one) => one.id === id)!;
  }

  /** Values from the fake scheme for the properties that the templates need. */
  propertiesFor(
    wanted: readonly { identifier: string; sensitive: boolean }[],
  ): { identifier: string; sensitive: boolean; value: string }[] {
    const values: Record<string, string> = {
      'scheme.url': this.scheme.url,
      'scheme.key': SCHEME_API_KEY,
      'scheme.public-key': JSON.stringify(this.scheme.publicKey),
      'code.key': 'a long random text of the operator',
    };
    return wanted.map(({ identifier, sensitive }) => ({ identifier, sensitive, value: values[identifier]! }));
  }

  /**
   * Creates a provider from a template, with the address and the key of the scheme filled in, and an app that uses it.
   */
  async registered(id: string) {
    const { flow, scripts, properties } = this.template(id);
    const provider = await this.server.given.provider({
      flow,
      scripts,
      allowed_hosts: [this.scheme.host],
      properties: this.propertiesFor(properties),
    });
    return this.appOf(provider);
  }

  /** Creates an app that uses a provider, whatever its scripts are. */
  async appOf(provider: IdentityProvider) {
    const { app, resourceServer } = await this.server.given.statelessWorld(provider);
    return {
      init: async (data?: object) => (await app.init(provider.identifier, said(data))).body,
      complete: async (transactionId?: string, data?: object) =>
        (await app.complete(provider.identifier, { ...REQUEST, ...said(data), transaction_id: transactionId })).body,
      introspect: (token: string) => resourceServer.introspect(token),
    };
  }
}
