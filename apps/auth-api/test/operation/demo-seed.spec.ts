import { AuthServer, LISTENS_TO_OTHERS } from '../support/auth-server.js';

const PUBLIC = { PASSANT_PUBLIC_URL: 'https://login.example.com' };

describe('The demo on a new database', () => {
  it.each([
    ['is planted where only this machine reaches the server', { PASSANT_SEED: '' }, true],
    ['is not where others do: everybody has the key of its scheme', { PASSANT_SEED: '', ...PUBLIC }, false],
    [
      'is not where the server listens to others, wherever it says that it is',
      { PASSANT_SEED: '', ...LISTENS_TO_OTHERS },
      false,
    ],
    ['is where the operator wants it', { PASSANT_SEED: 'demo', ...PUBLIC }, true],
  ])(
    '%s',
    async (_, environment, planted) => {
      const server = await AuthServer.start(environment);
      try {
        expect(server.firstStart.seeded).toBe(planted);
        const { items } = await server.admin.call('listApplications');
        expect(items.map(({ identifier }) => identifier)).toEqual(planted ? ['demo-app'] : []);
      } finally {
        await server.close();
      }
    },
    60_000,
  );
});
