import { jest } from '@jest/globals';
import { Store } from '@passant/persistence';
import { AuthServer } from '../support/auth-server.js';

it('Readiness is asked of the database once a second, however many strangers ask', async () => {
  const server = await AuthServer.start();
  const asked = jest.spyOn(server.app.get(Store), 'requireReady');
  const began = performance.now();
  for (let round = 0; round < 20; round += 1) {
    const replies = Array.from({ length: 10 }, () => fetch(`${server.url}/health/ready`));
    for (const reply of await Promise.all(replies)) expect(reply.status).toBe(200);
  }
  const seconds = (performance.now() - began) / 1000;
  expect(asked.mock.calls.length).toBeGreaterThan(0);
  expect(asked.mock.calls.length).toBeLessThanOrEqual(Math.ceil(seconds) + 1);
  await server.close();
});
