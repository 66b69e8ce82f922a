import { endpoint } from './endpoint.js';
import { EventPage, EventQuery } from './event.dto.js';
import { Refusal } from './refusal.dto.js';

/** What happened, and why something was refused. */
export const ACTIVITY_ENDPOINTS = {
  listEvents: endpoint({
    method: 'GET',
    path: '/events',
    summary: 'List what happened',
    query: EventQuery,
    request: undefined,
    response: EventPage,
    status: 200,
  }),
  readRefusal: endpoint({
    method: 'GET',
    path: '/refusals/{error_id}',
    summary: 'Read why a request was refused',
    request: undefined,
    response: Refusal,
    status: 200,
  }),
} as const;
