import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** From where on, and up to where: below the ports that systems give to outgoing connections, one of which could take it. */
const RANGE = { from: 20_000, to: 32_000 };

/** How many ports are tried: if all of them are taken, something else is wrong. */
const TRIES = 100;

/** A free port of the loopback interface, for a server that has to know its port before it starts. */
export async function freePort(): Promise<number> {
  for (let left = TRIES; left > 0; left -= 1) {
    const port = randomInt(RANGE.from, RANGE.to);
    if (await isFree(port)) return port;
  }
  throw new Error(`None of ${TRIES} ports between ${RANGE.from} and ${RANGE.to} is free.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer().once('error', () => done(false));
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
  });
}
