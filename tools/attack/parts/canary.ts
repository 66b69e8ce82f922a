import { type Server, createServer } from 'node:net';
import { type AddressInfo } from 'node:net';
import type { World } from '../world.js';

/** Listens on this machine, and counts who connects. Says nothing, so that nobody stays longer than they must. */
export class Canary {
  private connections = 0;

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {
    server.on('connection', (socket) => {
      this.connections += 1;
      socket.on('error', () => {});
      socket.destroy();
    });
  }

  static async start(): Promise<Canary> {
    // All addresses of this machine, where the system has IPv6 as well as where it does not.
    const server = createServer();
    await new Promise<void>((done, fail) => {
      server.once('error', fail);
      server.listen(0, done);
    }).catch(
      () =>
        new Promise<void>((done, fail) => {
          server.once('error', fail);
          server.listen(0, '127.0.0.1', done);
        }),
    );
    return new Canary(server, (server.address() as AddressInfo).port);
  }

  /** How many connections came since the last question. */
  taken(): number {
    const { connections } = this;
    this.connections = 0;
    return connections;
  }

  async stop(): Promise<void> {
    await new Promise((done) => this.server.close(done));
  }
}

/** Listens until the run ends. It sees something only if the server runs on this machine. */
export async function canary(world: World): Promise<Canary> {
  const listening = await Canary.start();
  world.afterwards(() => listening.stop());
  return listening;
}
