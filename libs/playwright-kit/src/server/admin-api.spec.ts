import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AdminApi } from './admin-api.js';

let server: Server;
let url: string;
let isDown = false;
beforeAll(async () => {
  const session = { email: 'a@example.org', role: 'Admin', second_factor: 'OFF', csrf_token: 'csrf' };
  server = createServer((request, reply) => {
    if (isDown) return void request.socket.destroy();
    reply.writeHead(200, { 'set-cookie': 'session=1' }).end(JSON.stringify(session));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

it('An administrator who could not sign in while nobody answered does so later', async () => {
  const admin = new AdminApi(url, { email: 'a@example.org', password: 'correct-horse-battery-staple' });
  isDown = true;
  await expect(admin.request('readSession')).rejects.toThrow();
  isDown = false;
  expect((await admin.request('readSession')).status).toBe(200);
});
