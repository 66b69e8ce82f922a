import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DELETIONS_WAIT } from '@passant/contracts';
import type { AdminApi } from './admin-api.js';
import { requireAdmin, requireServerAt } from './existing.js';

let server: Server;
let url: string;
let answer: { status: number; body: string };
beforeAll(async () => {
  server = createServer((_, reply) => void reply.writeHead(answer.status).end(answer.body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

describe('An address that somebody gave', () => {
  it('is taken where the server calls itself by it', async () => {
    answer = { status: 200, body: JSON.stringify({ issuer: `${url}/oauth` }) };
    await expect(requireServerAt(url)).resolves.toBeUndefined();
  });

  it.each<[what: string, status: number, body: string, said: string]>([
    [
      'of a server with another name says which to use',
      200,
      '{"issuer":"https://login.example.com/oauth"}',
      'calls itself https://login.example.com. Use that address',
    ],
    ['of a page says that it is no Passant', 200, '<h1>Welcome</h1>', 'is no Passant: it does not speak JSON.'],
    ['of another API says what it answered', 404, '{"error":"nothing"}', 'is no Passant: 404 {"error":"nothing"}'],
  ])('%s', async (_, status, body, said) => {
    answer = { status, body };
    await expect(requireServerAt(url)).rejects.toThrow(said);
  });

  it('at which nobody answers says why', async () => {
    await expect(requireServerAt('http://127.0.0.1:9')).rejects.toThrow(/^There is no answer from .*: .+\.$/);
  });
});

describe('Credentials that somebody gave', () => {
  const NOT_REQUIRED = { status: 200, body: { required: false, approvers: 1 } };
  const adminWith = (members: object, secondApproval: object = NOT_REQUIRED) =>
    ({
      call: () => Promise.resolve({ email: 'a@example.org', ...members }),
      request: () => Promise.resolve(secondApproval),
    }) as unknown as AdminApi;
  const ADMIN = { role: 'Admin', second_factor: 'OFF' };

  it.each<[where: string, secondApproval: object]>([
    ['deletes alone', NOT_REQUIRED],
    ['is on a server of a version that knows no second approval', { status: 404, body: { error: 'not_found' } }],
  ])('are taken of an administrator who %s', async (_, secondApproval) => {
    await expect(requireAdmin(adminWith(ADMIN, secondApproval), url)).resolves.toBeUndefined();
  });

  it('are not where everything that is made would stay, because a second administrator has to approve', async () => {
    const required = { status: 200, body: { required: true, approvers: 2 } };
    await expect(requireAdmin(adminWith(ADMIN, required), url)).rejects.toThrow(`${url}: ${DELETIONS_WAIT}`);
  });

  it.each<[what: string, members: object, said: string]>([
    ['of an auditor', { role: 'Auditor', second_factor: 'OFF' }, 'a@example.org is Auditor'],
    ['of one who has to set up a second factor', { role: 'Admin', second_factor: 'MISSING' }, 'SECOND_FACTOR off'],
  ])('%s are not, and the message says what it takes', async (_, members, said) => {
    await expect(requireAdmin(adminWith(members), url)).rejects.toThrow(said);
  });
});
