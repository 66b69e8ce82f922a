import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Store } from '@passant/persistence';
import {
  type Client,
  OAuthError,
  type ReceivedRequest,
  type ShapeCount,
  type ShapeOutcome,
  shapeOf,
} from '@passant/protocol';
import { Clock, hourOf } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { CountWriter } from '../platform/count-writer.js';
import { Distinct } from './distinct.js';

/**
 * Maximum number of shapes that are told apart per application and hour; requests of further shapes are counted
 * together. Who asks for ever new combinations of scopes must not fill the database.
 */
export const MOST_SHAPES = 200;

/** Called as soon as the configuration has allowed a request. */
export type Allowed = () => void;

/**
 * Counts requests by their shape, so that a change of the configuration can be held against them before it is saved.
 * Requests of trials are not counted, nor are those of clients that belong to no application.
 */
@Injectable()
export class RequestShapes implements OnModuleDestroy {
  private readonly writer: CountWriter<Omit<ShapeCount, 'requests'>>;
  private readonly shapes = new Distinct(MOST_SHAPES);

  constructor(
    store: Store,
    private readonly configuration: Configuration,
    private readonly clock: Clock,
  ) {
    this.writer = new CountWriter({
      name: 'Counts of requests by shape',
      write: (counts) => store.requestShapes.add(counts.map(({ count, ...kind }) => ({ ...kind, requests: count }))),
      isExpendable: ({ shape }) => shape === null,
    });
  }

  /**
   * Answers a request of an authenticated client with `work`, and counts it.
   * @param received `undefined`: not to be counted
   */
  async counting<Answer>(
    client: Client,
    received: ReceivedRequest | undefined,
    work: (allowed: Allowed) => Promise<Answer>,
  ): Promise<Answer> {
    let isAllowed = false;
    try {
      const answer = await work(() => (isAllowed = true));
      this.note(client, received, 'accepted');
      return answer;
    } catch (error) {
      this.note(client, received, error instanceof OAuthError && !isAllowed ? 'refused' : 'failed');
      throw error;
    }
  }

  private note(client: Client, received: ReceivedRequest | undefined, outcome: ShapeOutcome): void {
    const application = this.configuration.application(client.application);
    // Whether the client itself is enabled is no matter of its application.
    if (!received || !application || client.trial !== null || !client.enabled) return;
    const { identifier } = application;
    const hour = hourOf(this.clock.now());
    const shape = shapeOf(received, client, application, this.configuration.scopeNames(), outcome);
    const key = JSON.stringify(shape);
    const kept = this.shapes.tells(hour, key, identifier);
    this.writer.add(`${hour} ${identifier} ${kept ? key : ''}`, {
      application: identifier,
      hour,
      shape: kept ? shape : null,
    });
  }

  /** Waits until everything counted so far is written. */
  async flush(): Promise<void> {
    await this.writer.flush();
  }

  async onModuleDestroy(): Promise<void> {
    await this.writer.close();
  }
}
