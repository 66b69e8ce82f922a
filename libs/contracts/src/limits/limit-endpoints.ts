import { endpoint } from '../admin/endpoint.js';
import { LimitQuery, LimitUses } from './limit-use.dto.js';

/** Endpoints for what is limited in all processes together. */
export const LIMIT_ENDPOINTS = {
  readLimits: endpoint({
    method: 'GET',
    path: '/limits',
    summary: 'Read the limits of an application, of a client, or of the server, and what is used of them now',
    query: LimitQuery,
    request: undefined,
    response: LimitUses,
    status: 200,
  }),
} as const;
