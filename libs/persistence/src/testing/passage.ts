import { type Server, type Socket, connect, createServer } from 'node:net';

/**
 * A proxy to a database server that can be blocked: connections stay open and new ones are accepted, but no data passes
 * in either direction, as if the server hung or silently disappeared. Data in transit at that moment never arrives.
 */
export class Passage {
  private readonly sockets = new Set<Socket>();
  private isBlocked = false;

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {
    server.on('connection', (near) => this.take(near));
  }

  /** @param target connection string of the server to connect to */
  static async to(target: string): Promise<Passage> {
    const server = createServer({ pauseOnConnect: true });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Passage(server, new URL(target));
  }

  /** Connection string for the server through this proxy. */
  get url(): string {
    const url = new URL(this.target);
    url.hostname = '127.0.0.1';
    url.port = String((this.server.address() as { port: number }).port);
    return url.href;
  }

  block(): void {
    this.isBlocked = true;
    for (const socket of this.sockets) socket.pause();
  }

  open(): void {
    if (!this.isBlocked) return;
    this.isBlocked = false;
    for (const socket of this.sockets) socket.destroy();
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take(near: Socket): void {
    this.keep(near);
    if (!this.isBlocked) this.lead(near);
  }

  private lead(near: Socket): void {
    const far = connect(Number(this.target.port || 5432), this.target.hostname);
    this.keep(far);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('data', (chunk: Buffer) => other.write(chunk));
      one.on('close', () => other.destroy());
      if (!this.isBlocked) one.resume(); // it may have been blocked in the meantime
    }
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => {}); // the other end is notified
  }
}
