import { endpoint } from '../admin/endpoint.js';
import { Overview } from './overview.dto.js';

/** Endpoints for the console's home page. */
export const OVERVIEW_ENDPOINTS = {
  readOverview: endpoint({
    method: 'GET',
    path: '/overview',
    summary: 'Read what runs, what is wrong now, and what was refused last',
    request: undefined,
    response: Overview,
    status: 200,
  }),
} as const;
