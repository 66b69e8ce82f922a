import { Controller, Get, Query } from '@nestjs/common';
import { EventsApiQuery, type EventsApiResponse } from '@passant/contracts';
import { type EventFilter, Store } from '@passant/persistence';
import { type Client, isNarrowed } from '@passant/protocol';
import type { z } from 'zod';
import { ForApiClients } from '../client-auth/api-scope.guard.js';
import { Caller } from '../client-auth/caller.strategy.js';
import { TokenResponse } from '../platform/http/no-store.js';
import { renderEvents } from './event.view.js';

/** Maximum number of results counted; further ones are returned but not counted. */
const MOST_COUNTED = 100_000;

function filterOf(caller: Client, query: z.output<typeof EventsApiQuery>): EventFilter {
  const ends = [
    ...(query.end_date === undefined ? [] : [query.end_date + 1]),
    ...(query.end_date_exclusive === undefined ? [] : [query.end_date_exclusive]),
  ];
  return {
    applications: isNarrowed(caller) ? caller.visibleApplications : undefined,
    names: query.event_type,
    excludedNames: query.exclude_event_type,
    clientId: query.client_id,
    userIdInAnyCase: query.user_id,
    requestId: query.transaction_id,
    counted: query.counted === undefined ? undefined : query.counted === 'true',
    from: query.start_date,
    until: ends.length === 0 ? undefined : Math.min(...ends),
  };
}

/** The event log, for back ends that collect it. */
@Controller('oauth/api/v1/events')
@ForApiClients('onegini_api_events', 'events')
export class EventsApiController {
  constructor(private readonly store: Store) {}

  @Get()
  @TokenResponse()
  async list(
    @Caller() caller: Client,
    @Query({ schema: EventsApiQuery }) query: z.output<typeof EventsApiQuery>,
  ): Promise<EventsApiResponse> {
    const filter = filterOf(caller, query);
    const page = { limit: query.size, offset: query.page * query.size };
    const found = await this.store.events.list(filter, page);
    return renderEvents(found, await this.store.events.count(filter, MOST_COUNTED), page);
  }
}
