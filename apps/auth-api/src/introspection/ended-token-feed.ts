import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { EndedTokens } from '@passant/contracts';
import { Store } from '@passant/persistence';
import {
  type Client,
  type EndedReading,
  type FeedPosition,
  OAuthError,
  canResume,
  commonSnapshot,
  newsAfter,
  readPosition,
  renderEnded,
  sightOf,
} from '@passant/protocol';
import { Configuration } from '../platform/configuration.js';
import { faultOf } from '../platform/fault.js';
import { Metrics } from '../observation/metrics/metrics.js';
import { FairSeats } from './fair-seats.js';

/**
 * Milliseconds between two reads of the database while somebody listens. The feed polls instead of being notified,
 * because a notification would serialise the commits of transactions that end tokens.
 */
const INTERVAL = 250;

/** The scope that a listening API client must have, at the start and for as long as it listens. */
const SCOPE = 'onegini_api_token_introspection';

const STOPPING = 'the server stops';

function unavailable(cause: string): OAuthError {
  return new OAuthError('temporarily_unavailable', 'The service is temporarily unavailable.', { cause, retryAfter: 1 });
}

/** The operator's limits on listening. */
export class FeedLimits {
  /** @param readers maximum number of open requests in this process */
  constructor(readonly readers: number) {}
}

/** Receives news of ended tokens. */
export interface Listener {
  /** Called at once, and then after every read, whether or not there is news. */
  hear(news: EndedTokens): void;
  /** The database could not be read, so it is unknown whether there is news. */
  miss(error: unknown): void;
  /**
   * There will be no more news: the server is stopping, the caller may no longer listen, or its place was given to
   * another API client.
   */
  end(): void;
}

interface Reader {
  caller: Client;
  listener: Listener;
  sight: string;
  /** Gives its place back. */
  leave: () => void;
  /** Whether it gave its place back, or lost it. */
  isGone: boolean;
}

interface Newcomer {
  reader: Reader;
  position: FeedPosition | undefined;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * Tells the listeners of this process which tokens ended, from the database that all processes share. While nobody
 * listens it does nothing; otherwise one read serves all listeners.
 */
@Injectable()
export class EndedTokenFeed implements OnModuleDestroy {
  private readonly logger = new Logger('EndedTokenFeed');
  private readonly readers = new Set<Reader>();
  private readonly seats: FairSeats;
  private newcomers: Newcomer[] = [];
  /** The last read; absent while nobody listens. */
  private last: EndedReading | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isLooking = false;
  private isOver = false;

  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    limits: FeedLimits,
    metrics: Metrics,
  ) {
    this.seats = new FairSeats(limits.readers);
    metrics.watchFeed(() => this.seats.size);
  }

  /**
   * Adds a listener, which is told at once what has happened since a position: that everything may have ended, if the
   * position is not one of ours. When all places are taken, API clients with fewer listeners get one of those with most.
   * Throws `temporarily_unavailable` if there is no place for this one, and whatever the database failed with.
   * @returns stops listening
   */
  async listen(caller: Client, after: string | undefined, listener: Listener): Promise<() => void> {
    // A client that was just created elsewhere has authenticated against the database; memory may not know it yet.
    await this.configuration.hearOf({ apiClient: caller.clientId });
    if (this.isOver) throw unavailable(STOPPING);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const leave = this.seats.take(caller.clientId, () => {
      this.dismiss(reader);
      reject(unavailable('its place was given to another API client'));
      listener.end();
    });
    if (!leave) throw unavailable('as many listen as PASSANT_FEED_READERS allows');
    const reader: Reader = { caller, listener, sight: sightOf(caller), leave, isGone: false };
    this.newcomers.push({ reader, position: readPosition(after), resolve, reject });
    this.lookSoon(0);
    try {
      await promise;
    } catch (error) {
      this.dismiss(reader);
      throw error;
    }
    return () => this.dismiss(reader);
  }

  onModuleDestroy(): void {
    this.end();
  }

  /** Ends all listening, for good: whoever listens can go to another server, and holds up nobody who waits for the end. */
  end(): void {
    this.isOver = true;
    clearTimeout(this.timer);
    for (const { listener } of this.readers) listener.end();
    this.readers.clear();
    for (const { reject } of this.newcomers.splice(0)) reject(unavailable(STOPPING));
  }

  private dismiss(reader: Reader): void {
    reader.isGone = true;
    this.readers.delete(reader);
    reader.leave();
  }

  private lookSoon(milliseconds: number): void {
    if (this.isLooking || this.isOver) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look(), milliseconds);
    this.timer.unref();
  }

  private async look(): Promise<void> {
    this.isLooking = true;
    try {
      await this.tellReaders();
      await this.letNewcomersIn();
    } catch (error) {
      // Hearing nothing tells listeners that the state is unknown; the next read finds what this one would have.
      this.logger.debug(`Ended tokens could not be looked for: ${faultOf(error)}`);
      for (const { reject } of this.newcomers.splice(0)) reject(error);
      for (const { listener } of this.readers) listener.miss(error);
    } finally {
      this.isLooking = false;
      if (this.newcomers.length > 0) this.lookSoon(0);
      else if (this.readers.size > 0) this.lookSoon(INTERVAL);
      else this.last = undefined;
    }
  }

  private async tellReaders(): Promise<void> {
    const reading = await this.store.endedTokens.read(this.last?.snapshot);
    const isAnother = this.last !== undefined && (this.last.era !== reading.era || this.last.next > reading.next);
    this.last = reading;
    for (const reader of this.readers) this.tell(reader, reading, isAnother);
  }

  /**
   * Newcomers resume from what all of them have seen, so that one read suffices however many come back after a restart;
   * each is told what is news to it. This read follows the shared one. The next shared read continues from the previous shared one, which is
   * earlier than this read, so nothing in between is missed.
   */
  private async letNewcomersIn(): Promise<void> {
    const [latest, newcomers] = [this.last!, this.newcomers.splice(0)];
    const resuming = newcomers.filter(({ reader, position }) => canResume(position, latest, reader.sight));
    try {
      if (resuming.length > 0) {
        const seen = commonSnapshot(resuming.map(({ position }) => position!.seen));
        const since = await this.store.endedTokens.readFrom(seen);
        for (const { reader, position } of resuming) this.tell(reader, newsAfter(position!, since), false);
      }
      for (const newcomer of newcomers) {
        if (!resuming.includes(newcomer)) this.tell(newcomer.reader, latest, true);
        newcomer.resolve();
      }
    } catch (error) {
      for (const { reject } of newcomers) reject(error);
      throw error;
    }
  }

  /** Tells a reader, which listens from then on. @param all whether everything may have ended */
  private tell(reader: Reader, reading: EndedReading, all: boolean): void {
    // It may have lost its place while the database was read.
    if (reader.isGone) return;
    const caller = this.configuration.apiClient(reader.caller.clientId);
    if (caller?.incarnation !== reader.caller.incarnation || !caller.enabled || !caller.apiScopes.includes(SCOPE)) {
      this.dismiss(reader);
      reader.listener.end();
      return;
    }
    const sight = caller === reader.caller ? reader.sight : sightOf(caller);
    const seesOthers = sight !== reader.sight;
    Object.assign(reader, { caller, sight });
    this.readers.add(reader);
    reader.listener.hear(renderEnded(caller, reading, all || seesOthers));
  }
}
