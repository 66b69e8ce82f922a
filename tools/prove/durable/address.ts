import { type Server, type Socket, connect, createServer } from 'node:net';

/** An address on the loopback interface behind which a server stands, and from one moment on another one. */
export class Address {
  private readonly sockets = new Set<Socket>();
  /** Connections of which nothing is let through, and which are led on afterwards. Absent while everything is. */
  private held: Socket[] | undefined;

  private constructor(
    private readonly server: Server,
    private port: number,
  ) {
    server.on('connection', (near) => (this.held ? this.hold(near, this.held) : this.lead(near)));
  }

  /** @param port of the server that stands behind it, on the loopback interface */
  static async of(port: number): Promise<Address> {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return new Address(server, port);
  }

  /** Connection string of a server, with this address instead of its own. */
  in(url: string): string {
    const { port } = this.server.address() as { port: number };
    return Object.assign(new URL(url), { port: `${port}` }).href;
  }

  /** Leads every new connection to another server, and ends those there are. */
  moveTo(port: number): void {
    this.port = port;
    for (const socket of this.sockets) socket.destroy();
  }

  /** From now on nothing gets through, and nobody is told, as behind a broken cable. */
  block(): void {
    this.held = [];
    for (const socket of this.sockets) socket.unpipe().pause();
  }

  /** Everything gets through again. What was sent over a connection meanwhile is lost with it, as after a long time. */
  open(): void {
    for (const socket of this.sockets) socket.destroy();
    for (const near of this.held ?? []) if (!near.destroyed) this.lead(near);
    this.held = undefined;
  }

  /** Connections are refused from now on, and those there are end. */
  async shut(): Promise<() => Promise<void>> {
    const { port } = this.server.address() as { port: number };
    await this.close();
    return () => new Promise((done) => this.server.listen(port, '127.0.0.1', done));
  }

  async close(): Promise<void> {
    for (const socket of [...this.sockets, ...(this.held ?? [])]) socket.destroy();
    await new Promise((done) => this.server.close(done));
  }

  private hold(near: Socket, held: Socket[]): void {
    near.on('error', () => {}); // whoever gives up is not led on
    near.pause();
    held.push(near);
  }

  private lead(near: Socket): void {
    const far = connect(this.port, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(one);
      one.pipe(other);
      one.on('error', () => {}); // the other end is told
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
    }
  }
}
