import { endpoint } from '../admin/endpoint.js';
import {
  ClientDocumentPolicy,
  ClientDocumentPreview,
  ClientGrantList,
  EndClientGrants,
  EndedClientGrants,
  ImportClientDocument,
  PreviewClientDocument,
  UpdateClientDocumentPolicy,
} from './client-document.dto.js';
import { RegisteredClientDetails } from './registered-client.dto.js';

/** Endpoints for clients that a document at their identifier describes. */
export const CLIENT_DOCUMENT_ENDPOINTS = {
  listClientGrants: endpoint({
    method: 'GET',
    path: '/clients/{client_id}/grants',
    summary: 'Count the grants of a client that a document describes, by redirect URI',
    request: undefined,
    response: ClientGrantList,
    status: 200,
  }),
  endClientGrants: endpoint({
    method: 'POST',
    path: '/clients/{client_id}/end-grants',
    summary: 'End the grants of a client that a document describes at one redirect URI',
    request: EndClientGrants,
    response: EndedClientGrants,
    status: 200,
  }),

  previewClientDocument: endpoint({
    method: 'POST',
    path: '/client-document-previews',
    summary: 'Read the document at an address, and show what importing it would change',
    request: PreviewClientDocument,
    response: ClientDocumentPreview,
    status: 200,
  }),
  importClientDocument: endpoint({
    method: 'POST',
    path: '/client-documents',
    summary: 'Import or refresh a client from the document that a preview showed',
    request: ImportClientDocument,
    response: RegisteredClientDetails,
    status: 200,
  }),
  readClientDocumentPolicy: endpoint({
    method: 'GET',
    path: '/client-document-policy',
    summary: 'From which domains documents of clients are taken',
    request: undefined,
    response: ClientDocumentPolicy,
    status: 200,
  }),
  updateClientDocumentPolicy: endpoint({
    method: 'PATCH',
    path: '/client-document-policy',
    summary: 'Change from which domains documents of clients are taken',
    request: UpdateClientDocumentPolicy,
    response: ClientDocumentPolicy,
    status: 200,
    conditional: true,
  }),
} as const;
