import { endpoint } from '../admin/endpoint.js';
import {
  ConfigurationChanges,
  ConfigurationDrift,
  ConfigurationExport,
  ConfigurationRequest,
} from './configuration-document.dto.js';

/** Endpoints for the configuration as one document. */
export const CONFIGURATION_DOCUMENT_ENDPOINTS = {
  exportConfiguration: endpoint({
    method: 'GET',
    path: '/configuration',
    summary: 'Read everything that administrators configure as one document, without secrets',
    request: undefined,
    response: ConfigurationExport,
    status: 200,
  }),
  planConfiguration: endpoint({
    method: 'POST',
    path: '/configuration/plan',
    summary: 'What applying a document would change and bring about; changes nothing',
    request: ConfigurationRequest,
    response: ConfigurationChanges,
    status: 200,
  }),
  applyConfiguration: endpoint({
    method: 'POST',
    path: '/configuration/apply',
    summary: 'Change the configuration to what a document says: everything in one transaction, or nothing',
    request: ConfigurationRequest,
    response: ConfigurationChanges,
    status: 200,
    conditional: true,
  }),
  compareConfiguration: endpoint({
    method: 'GET',
    path: '/configuration/drift',
    summary: 'What was changed since documents were last applied, section by section',
    request: undefined,
    response: ConfigurationDrift,
    status: 200,
  }),
} as const;
