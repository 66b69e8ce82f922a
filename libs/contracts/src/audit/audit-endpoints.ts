import { endpoint } from '../admin/endpoint.js';
import { AuditPage, AuditQuery } from './audit.dto.js';

/** What administrators changed. */
export const AUDIT_ENDPOINTS = {
  listAuditRecords: endpoint({
    method: 'GET',
    path: '/audit',
    summary: 'List what administrators changed',
    query: AuditQuery,
    request: undefined,
    response: AuditPage,
    status: 200,
  }),
} as const;
