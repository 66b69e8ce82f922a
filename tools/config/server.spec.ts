import { type RequestListener, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PATHS } from '@passant/contracts';
import { DocumentRefused, Server } from './server.js';

/** Calls a server that gives a token, and answers everything else as it is told. */
async function calling(answer: RequestListener, call: (server: Server) => Promise<unknown>): Promise<unknown> {
  const http = createServer((request, reply) => {
    if (request.url === PATHS.token) reply.end('{"access_token":"token"}');
    else answer(request, reply);
  });
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  const { port } = http.address() as AddressInfo;
  try {
    return await call(await Server.open({ url: `http://127.0.0.1:${port}`, client: 'client', secret: 'secret' }));
  } catch (error) {
    return error;
  } finally {
    http.closeAllConnections();
    await new Promise((done) => http.close(done));
  }
}

const body = { configuration: {}, prune: false };
const apply = (server: Server) => server.call('applyConfiguration', body, '"1"');
const plan = (server: Server) => server.call('planConfiguration', body);
const refusing =
  (status: number, description: string): RequestListener =>
  (_, reply) =>
    reply
      .writeHead(status)
      .end(JSON.stringify({ error: 'temporarily_unavailable', error_description: description, error_id: 'id' }));

describe('Whoever applies a configuration', () => {
  it.each<[string, RequestListener]>([
    ['is cut off', (request) => request.socket.destroy()],
    ['ends too early', (_, reply) => reply.end('{"etag":')],
    ['is one of a proxy that did not wait', (_, reply) => reply.writeHead(504).end('<html>')],
    ['says that the database was away', refusing(503, 'The database is away.')],
  ])('is not told that nothing was applied, if the answer %s', async (_, answer) => {
    const error = await calling(answer, apply);
    expect(error).toMatchObject({ message: expect.stringMatching(/Everything was applied, or nothing/) });
    expect(await calling(answer, plan)).not.toMatchObject({ message: expect.stringMatching(/Everything was applied/) });
  });

  it('is told that nothing was, where the server refused', async () => {
    const error = await calling(refusing(400, 'It is wrong.'), apply);
    expect(error).toBeInstanceOf(DocumentRefused);
    expect(error).toMatchObject({ sentence: 'It is wrong.' });
  });
});
