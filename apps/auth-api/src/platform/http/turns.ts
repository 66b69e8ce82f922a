import { AsyncResource } from 'node:async_hooks';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import proxyAddress from '@fastify/proxy-addr';
import type { FastifyInstance } from 'fastify';
import { RecentMap } from '../recent-map.js';
import { announcesBody } from './bodies.js';
import { answerBusy, busy } from './early-refusals.js';
import { FairLine } from './fair-line.js';
import { putInFront } from './in-front.js';
import { addressOf, networkOf } from './source.js';
import { unansweredOn } from './unread-answers.js';

/** Who asks: somebody who was served, of whom nothing is known yet, or to whom something was refused. */
export type Standing = 'known' | 'new' | 'refused';

/** Maximum number of requests that wait for their turn, of each standing, whoever they come from. */
const MOST_WAITING = 1_000;

/** How many requests have to be served for one that was refused, and for all that were refused lately. */
const PRICE = 8;
const HIGHEST_DEBT = 64;

/** Maximum number of networks behind trusted proxies whose standing is remembered. */
const CAPACITY = 10_000;

/** A request that is to be served. */
export interface Turn {
  /** The network that it came from, as {@link networkOf}. Asked for only if it has to wait. */
  readonly source: string;
  serve: () => void;
  /** Called instead, at once or later, if there is no place for it. */
  refuse: () => void;
}

/**
 * Has whoever was served before go first. A refusal costs this server about as much as what it does for real, and
 * strangers can cause any number of them: all others must not wait until the last of a burst has been refused. So
 * requests of those who are known are served at once, and of the rest one begins with each turn of the event loop, which
 * takes what has come of the work of others in between. Those who wait take turns by network, and one that fills all places
 * makes room for the others.
 */
export class Turns {
  private readonly waiting = { new: new FairLine<Turn>(MOST_WAITING), refused: new FairLine<Turn>(MOST_WAITING) };
  /** Whose turn is next if both wait: whoever makes new connections must not have the others wait for ever. */
  private next: 'new' | 'refused' = 'new';
  private isDue = false;

  /** Number of requests that wait. */
  get length(): number {
    return this.waiting.new.length + this.waiting.refused.length;
  }

  /** Serves a request at once or when its turn comes, or refuses it: too many wait already, most of them its own network's. */
  take(standing: Standing, turn: Turn): void {
    if (standing === 'known') {
      turn.serve();
      return;
    }
    // In a turn of somebody else, it is still their own request.
    const context = new AsyncResource('Turn');
    const { source } = turn;
    const waiting: Turn = {
      source,
      serve: () => context.runInAsyncScope(turn.serve),
      refuse: () => context.runInAsyncScope(turn.refuse),
    };
    const leaves = this.waiting[standing].push(source, waiting);
    this.await();
    leaves?.refuse();
  }

  private await(): void {
    if (this.isDue) return;
    this.isDue = true;
    setImmediate(() => {
      this.isDue = false;
      const lane = this.waiting[this.next].length > 0 ? this.next : other(this.next);
      this.next = other(lane);
      const turn = this.waiting[lane].shift()!;
      if (this.length > 0) this.await();
      turn.serve();
    });
  }
}

const other = (lane: 'new' | 'refused') => (lane === 'new' ? 'refused' : 'new');

/** What is remembered of somebody who asks. */
interface Record {
  wasServed: boolean;
  debt: number;
}

/**
 * Remembers who was served and who was refused: by connection, or by network behind a trusted proxy, which sends the
 * requests of many through one connection. Nothing of it is kept elsewhere.
 */
export class Standings {
  private readonly connections = new WeakMap<Socket, Record>();
  private readonly networks = new RecentMap<string, Record>(CAPACITY);
  private readonly trusts: ((address: string, distance: number) => boolean) | undefined;

  /** @param trustedProxies as the operator names them */
  constructor(trustedProxies: string[]) {
    this.trusts = trustedProxies.length > 0 ? proxyAddress.compile(trustedProxies) : undefined;
  }

  /** The standing of who asks, as it is whenever it is read, their network, and where to note the status of the response. */
  of(request: IncomingMessage): {
    readonly standing: Standing;
    readonly source: string;
    note: (status: number) => void;
  } {
    const { socket } = request;
    const peer = socket.remoteAddress ?? '';
    const trusts = this.trusts?.(peer, 0) ? this.trusts : undefined;
    const source = () => networkOf(addressOf({ ip: trusts ? proxyAddress(request, trusts) : peer, socket }));
    const record = trusts ? among(this.networks, source()) : among(this.connections, socket);
    return {
      get standing() {
        return standingOf(record);
      },
      get source() {
        return source();
      },
      note: (status) => note(record, status),
    };
  }
}

interface Records<Key> {
  get(key: Key): Record | undefined;
  set(key: Key, record: Record): unknown;
}

function among<Key>(records: Records<Key>, key: Key): Record {
  const known = records.get(key);
  if (known) return known;
  const record = { wasServed: false, debt: 0 };
  records.set(key, record);
  return record;
}

function standingOf({ wasServed, debt }: Record): Standing {
  if (debt > 0) return 'refused';
  return wasServed ? 'known' : 'new';
}

/** Failures of this server are nobody's fault. */
function note(record: Record, status: number): void {
  if (status < 400) record.wasServed = true;
  if (status < 400) record.debt = Math.max(0, record.debt - 1);
  else if (status < 500) record.debt = Math.min(HIGHEST_DEBT, record.debt + PRICE);
}

/** A request that came. */
interface Asking {
  /** Notes the status of the response, once. */
  note: (status: number) => void;
  /** Has it wait for its turn, as {@link Turns.take}. @param refuse absent: it is refused without the framework */
  take: (serve: () => void, refuse?: () => void) => void;
  /** Whether its turn came before all of its body had arrived. */
  isBodyDue: boolean;
}

const asking = new WeakMap<IncomingMessage, Asking>();

/**
 * Calls `serve`, which needs the whole body of a request, at once or when its turn comes. Work begins with the body: whoever
 * sent it after the turn of the rest had come, on many connections at the same time, would otherwise have it done out of turn.
 * @param refuse called instead if too many wait already; absent: it is refused without the framework
 */
export function takeTurnWithBody(request: IncomingMessage, serve: () => void, refuse?: () => void): void {
  const one = asking.get(request);
  if (!one?.isBodyDue) {
    serve();
    return;
  }
  one.isBodyDue = false;
  one.take(serve, refuse);
}

/**
 * Serves requests in turn. Call after everything else that stands in front of the framework, and before routes are complete.
 * @param turned called for each request that found no place, and that the framework has not seen
 * @returns the turns, of which the length is of interest
 */
export function serveInTurn(
  fastify: FastifyInstance,
  trustedProxies: string[],
  turned: (method: string) => void,
): Turns {
  const [turns, standings] = [new Turns(), new Standings(trustedProxies)];
  putInFront(fastify, (serve) => (request, response) => {
    const one = askingOf(request, turns, standings, () => {
      answerBusy(request, response);
      turned(request.method!);
    });
    response.once('finish', () => one.note(response.statusCode));
    one.take(() => {
      one.isBodyDue = !request.complete && announcesBody(request.headers);
      serve(request, response);
    });
  });
  fastify.addHook('preValidation', ({ raw }, _reply, done) => {
    takeTurnWithBody(raw, done, () => done(busy()));
  });
  // Node calls no answer finished that nobody waited for. Who does not wait has caused it all the same.
  fastify.addHook('onSend', ({ raw }, { statusCode }, payload, done) => {
    asking.get(raw)?.note(statusCode);
    done(null, payload);
  });
  return turns;
}

function askingOf(request: IncomingMessage, turns: Turns, standings: Standings, turnAway: () => void): Asking {
  const whose = standings.of(request);
  // Whoever asks on without waiting for the answer does not have others wait for it.
  const isFirst = unansweredOn(request.socket) <= 1;
  let isNoted = false;
  const one: Asking = {
    note: (status) => {
      if (!isNoted) whose.note(status);
      isNoted = true;
    },
    take: (serve, refuse = turnAway) =>
      turns.take(isFirst ? whose.standing : 'refused', {
        get source() {
          return whose.source;
        },
        serve: () => {
          // Whoever does not wait for the answer gets no work done.
          if (!request.socket.destroyed) serve();
        },
        refuse,
      }),
    isBodyDue: false,
  };
  asking.set(request, one);
  return one;
}
