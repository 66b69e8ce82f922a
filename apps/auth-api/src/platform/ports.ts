import cluster from 'node:cluster';
import { createServer } from 'node:net';
import { type Config, StartError } from './config.js';

type Address = Pick<Config, 'host' | 'port'>;

/**
 * Whether this is one of several processes that each listen on the same port (`SO_REUSEPORT`). If one process
 * distributed the connections instead, a client whose connection was passed to a dying process would get neither a
 * response nor a close. So the kernel distributes connections where it can, and closes those of a process that ends.
 */
export function sharesPort(): boolean {
  return cluster.isWorker && process.platform === 'linux';
}

/**
 * Translates a listen error into a {@link StartError} if the operator can solve the problem; returns any other error
 * unchanged.
 */
export function listenProblem(error: unknown, { host, port }: Address): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return new StartError(`Port ${port} on ${host} is taken.`, { cause: error });
  if (code === 'EACCES') return new StartError(`Port ${port} may not be used by this user.`, { cause: error });
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
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: address.host, port: address.port, exclusive: true }, resolve);
    });
    return (server.address() as { port: number }).port;
  } catch (error) {
    throw listenProblem(error, address);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}
