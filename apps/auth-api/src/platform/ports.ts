import cluster from 'node:cluster';
import { lookup } from 'node:dns/promises';
import type { Server as HttpServer } from 'node:http';
import { type ListenOptions, type Server, createServer } from 'node:net';
import { type Config, StartError } from './config.js';

type Address = Pick<Config, 'host' | 'port'>;

/** The part of a Nest application that is needed to listen. */
export interface Listener {
  listen(where: ListenOptions): Promise<unknown>;
  getHttpServer(): HttpServer;
}

/**
 * Whether this is one of several processes that each listen on the same port (`SO_REUSEPORT`). If one process
 * distributed the connections instead, a client whose connection was passed to a dying process would get neither a
 * response nor a close. So the kernel distributes connections where it can, and closes those of a process that ends.
 */
function sharesPort(): boolean {
  return cluster.isWorker && process.platform === 'linux';
}

/** The addresses to listen at for a host. `localhost` has two where a machine has IPv6; others have one. */
export async function addressesOf(host: string): Promise<string[]> {
  if (host !== 'localhost') return [host];
  return [...new Set((await lookup(host, { all: true })).map(({ address }) => address))];
}

/**
 * Listens at each of these addresses with one server. Fastify would make another one for each address of `localhost` but
 * the first, without our handlers for what Node refuses by itself, and without our limits of time.
 * @param port 0: a free one, the same at each address
 * @returns what takes the connections at further addresses; to be closed with the server. An address that this machine
 *   does not have is left out, unless it is the first
 */
export async function listenAt(addresses: string[], port: number, app: Listener): Promise<Server[]> {
  const [first, ...others] = addresses;
  const reusePort = sharesPort();
  await app.listen({ port, host: first, reusePort });
  const http = app.getHttpServer();
  const taken = (http.address() as { port: number }).port;
  const further: Server[] = [];
  for (const host of others) {
    // Configured as Node configures its HTTP servers.
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => http.emit('connection', socket));
    try {
      await listening(server, { port: taken, host, reusePort });
      further.push(server);
    } catch (error) {
      if (!isMissing(error)) {
        for (const one of further) one.close();
        throw error;
      }
    }
  }
  return further;
}

function listening(server: Server, where: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(where, resolve);
  });
}

/** Whether listening failed because the machine does not have the address, or nothing of its family. */
function isMissing(error: unknown): boolean {
  return ['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes((error as NodeJS.ErrnoException).code ?? '');
}

/**
 * Translates a listen error into a {@link StartError} if the operator can solve the problem; returns any other error
 * unchanged.
 */
export function listenProblem(error: unknown, { host, port }: Address): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    const message = `Port ${port} on ${host} is taken. Stop what listens there, or name another as PORT.`;
    return new StartError(message, { cause: error });
  }
  if (code === 'EACCES')
    return new StartError(`Port ${port} may not be used by this user. Name another as PORT.`, { cause: error });
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new StartError(`HOST ${host} is no address of this machine.`, { cause: error });
  }
  return error;
}

/**
 * Makes sure that no other server uses a port that several processes will share. They would not notice it themselves,
 * because they can share the port with any server that allows it. Throws {@link StartError}.
 * @returns the port; a free one if the configured port is 0
 */
export async function freePortFor(address: Address): Promise<number> {
  try {
    const [first, ...others] = await addressesOf(address.host);
    const port = await takenAndLeft({ host: first, port: address.port });
    for (const host of others) {
      await takenAndLeft({ host, port }).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
      });
    }
    return port;
  } catch (error) {
    throw listenProblem(error, address);
  }
}

async function takenAndLeft(where: ListenOptions): Promise<number> {
  const server = createServer();
  try {
    await listening(server, { ...where, exclusive: true });
    return (server.address() as { port: number }).port;
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}
