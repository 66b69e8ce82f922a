import { AuthServer, LISTENS_TO_OTHERS } from '../support/auth-server.js';

const ADDRESSES = ['http://127.0.0.1:8080', 'https://localhost', 'https://10.0.0.1', 'https://169.254.169.254'];

describe.each([
  ['others can reach', {}, ADDRESSES],
  ['listens to others', LISTENS_TO_OTHERS, ADDRESSES],
  [
    'others can reach, with private hooks allowed',
    { PASSANT_ALLOW_PRIVATE_WEB_HOOKS: 'on' },
    ['https://169.254.169.254'],
  ],
])('On a server that %s', (_, environment, refused) => {
  let open: AuthServer;
  beforeAll(async () => {
    open = await AuthServer.start({ PASSANT_PUBLIC_URL: 'https://login.example.com', ...environment });
  });
  afterAll(() => open.close());

  it.each(ADDRESSES)('the address %s of a hook is judged when it is saved', async (base_uri) => {
    const body = { type: 'CUSTOMIZE_TOKEN', name: 'Hook', base_uri };
    const reply = await open.admin.request('createWebHook', { body });
    expect(reply.status).toBe(refused.includes(base_uri) ? 400 : 201);
    const own = await open.admin.call('createWebHook', {
      body: { type: 'CUSTOMIZE_TOKEN', name: 'Hook', base_uri: 'https://hook.example' },
    });
    const change = await open.admin.request('updateWebHook', {
      parameters: { id: own.id },
      body: { base_uri },
      ifMatch: own.etag,
    });
    expect(change.status).toBe(refused.includes(base_uri) ? 400 : 200);
  });
});
