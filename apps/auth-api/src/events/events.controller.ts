import { Controller, Get, Query } from '@nestjs/common';
import { EventsApiQuery, type EventsApiResponse } from '@passant/contracts';
import { type EventFilter, Store } from '@passant/persistence';
import type { z } from 'zod';
import { ForApiClients } from '../client-auth/api-scope.guard.js';
import { TokenResponse } from '../platform/http/no-store.js';
import { renderEvents } from './event.view.js';

/** Further results are there, but not counted. */
const MOST_COUNTED = 100_000;

function filterOf(query: z.output<typeof EventsApiQuery>): EventFilter {
  const ends = [
    ...(query.end_date === undefined ? [] : [query.end_date + 1]),
    ...(query.end_date_exclusive === undefined ? [] : [query.end_date_exclusive]),
  ];
  return {
    names: query.event_type,
    excludedNames: query.exclude_event_type,
    clientId: query.client_id,
    userIdInAnyCase: query.user_id,
    requestId: query.transaction_id,
    from: query.start_date,
    until: ends.length === 0 ? undefined : Math.min(...ends),
  };
}

/** What happened, for back ends that collect it. */
@Controller('oauth/api/v1/events')
@ForApiClients('onegini_api_events')
export class EventsApiController {
  constructor(private readonly store: Store) {}

  @Get()
  @TokenResponse()
  async list(@Query({ schema: EventsApiQuery }) query: z.output<typeof EventsApiQuery>): Promise<EventsApiResponse> {
    const filter = filterOf(query);
    const page = { limit: query.size, offset: query.page * query.size };
    const found = await this.store.events.list(filter, page);
    return renderEvents(found, await this.store.events.count(filter, MOST_COUNTED), page);
  }
}
