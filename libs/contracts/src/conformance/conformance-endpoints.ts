import { endpoint } from '../admin/endpoint.js';
import { ConformanceReport } from './conformance.dto.js';

/** Endpoints for judging this installation. */
export const CONFORMANCE_ENDPOINTS = {
  readConformance: endpoint({
    method: 'GET',
    path: '/conformance',
    summary: 'Judge the server, its applications and its clients by OAuth 2.1, RFC 9700, RFC 10070 and FAPI 2.0',
    request: undefined,
    response: ConformanceReport,
    status: 200,
  }),
} as const;
