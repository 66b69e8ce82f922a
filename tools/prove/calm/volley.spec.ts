import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fire } from './volley.js';

const SECONDS = 0.05;
const RATE = 200;

describe('A volley of hostile requests', () => {
  it('is sent also where the machine has no time for it before it is over, and not in larger numbers', async () => {
    const server = createServer((_, response) => void response.end());
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const shots = [{ method: 'GET', path: '/', headers: {} }];
      const volley = fire({ url, shots, rate: RATE, seconds: SECONDS });
      // Whoever gives way to everybody else gets no processor as long as they have something to do.
      for (const until = performance.now() + 3000 * SECONDS; performance.now() < until;);
      expect(await volley).toMatchObject({ sent: RATE * SECONDS, statuses: { 200: RATE * SECONDS }, unanswered: 0 });
    } finally {
      server.close();
    }
  });
});
