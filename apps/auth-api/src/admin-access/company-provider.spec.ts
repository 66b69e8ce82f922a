import { type AddressInfo, type Server, createServer } from 'node:net';
import { Clock } from '../platform/clock.js';
import { ConsoleSignIn } from '../platform/console-sign-in.js';
import { OutboundClient, type OutboundReply, type OutboundRequest } from '../platform/outbound/outbound-client.js';
import { CompanyOutage, CompanyProvider } from './company-provider.js';

const ISSUER = 'https://idp.example';
const SECRETS = { state: 's'.repeat(43), nonce: 'n'.repeat(43), verifier: 'v'.repeat(43) };
const ANSWER = new URL(`https://login.example/admin/sign-in/company?code=1&state=${SECRETS.state}`);

/** The way out of a machine on which the provider's name leads to a provider on the Internet; every other request is made. */
class TheInternet extends OutboundClient {
  constructor(private readonly metadata: object) {
    super();
  }

  override async send(request: OutboundRequest): Promise<OutboundReply> {
    if (request.url.origin !== ISSUER) return super.send(request);
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(this.metadata) };
  }
}

/** Something in the network of the operator, which counts who connects to it. */
let inside: Server;
let connections = 0;
beforeAll(async () => {
  inside = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => inside.close(resolve)));

describe('A provider on the Internet', () => {
  it.each(['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]'])(
    'has nothing asked of this network, such as %s',
    async (host) => {
      const company = {
        ...{ issuer: ISSUER, clientId: 'passant', clientSecret: 'secret', label: 'Example Ltd' },
        ...{ scopes: ['openid'], acr: [], amr: [], groupsClaim: 'groups', roles: new Map() },
      };
      const outbound = new TheInternet({
        ...{ issuer: ISSUER, authorization_endpoint: `${ISSUER}/authorize`, response_types_supported: ['code'] },
        token_endpoint: `https://${host}:${(inside.address() as AddressInfo).port}/token`,
      });
      const provider = new CompanyProvider(new ConsoleSignIn(true, company), outbound, new Clock());
      const refusal: unknown = await provider.redeem(ANSWER, SECRETS).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(CompanyOutage);
      expect((refusal as CompanyOutage).options.cause).toMatchObject({ failure: 'address_refused' });
      expect(connections).toBe(0);
      outbound.beforeApplicationShutdown();
    },
  );
});
