import { endpoint } from '../admin/endpoint.js';
import { EventPage, EventQuery } from './event.dto.js';
import { Refusal } from '../refusals/refusal.dto.js';

/** Endpoints for events and for the reasons of refusals. */
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
