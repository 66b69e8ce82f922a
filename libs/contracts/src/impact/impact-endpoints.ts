import { endpoint } from '../admin/endpoint.js';
import { UpdateApplication } from '../applications/application.dto.js';
import { UpdateIdentityProvider } from '../identity-providers/identity-provider.dto.js';
import { Impact } from './impact.dto.js';

/** Endpoints that hold a change against recent requests before it is saved. */
export const IMPACT_ENDPOINTS = {
  previewApplicationImpact: endpoint({
    method: 'POST',
    path: '/applications/{identifier}/impact',
    summary: 'What a change of an application would have done to the requests of the last day; nothing is saved',
    request: UpdateApplication,
    response: Impact,
    status: 200,
  }),
  previewIdentityProviderImpact: endpoint({
    method: 'POST',
    path: '/identity-providers/{identifier}/impact',
    summary: 'What a change of an identity provider would have done to the requests of the last day; nothing is saved',
    request: UpdateIdentityProvider,
    response: Impact,
    status: 200,
  }),
} as const;
