import { endpoint } from '../admin/endpoint.js';
import { SearchRequest, SearchResult } from './search.dto.js';

/** Endpoints for finding out what an identifier stands for. */
export const SEARCH_ENDPOINTS = {
  search: endpoint({
    method: 'POST',
    path: '/search',
    summary: 'Find out what an identifier from a log stands for',
    request: SearchRequest,
    response: SearchResult,
    status: 200,
  }),
} as const;
