/**
 * Loaded before a server (`node --import`): on SIGUSR2 its clock goes wrong by as many seconds as stand in the file that
 * `CLOCK_FILE` names, as the clock of a machine does. What measures how long something takes goes on.
 */
import { readFileSync } from 'node:fs';

const Right = Date;
let wrongBy = 0;
const now = () => Right.now() + wrongBy * 1000;

globalThis.Date = new Proxy(Right, {
  construct: (_, given, made) => Reflect.construct(Right, given.length === 0 ? [now()] : given, made),
  apply: () => new Right(now()).toString(),
  get: (_, name) => (name === 'now' ? now : Reflect.get(Right, name)),
});

process.on('SIGUSR2', () => (wrongBy = Number(readFileSync(process.env.CLOCK_FILE ?? '', 'utf8'))));
