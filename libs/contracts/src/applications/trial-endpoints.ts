import { endpoint } from '../admin/endpoint.js';
import { IntrospectionResponse } from '../introspection/introspection.dto.js';
import { IntrospectInTrial, StartTrial, StartedTrial } from './trial.dto.js';

/** Endpoints for trying an application out: what a trial makes is marked, and ends with it. */
export const TRIAL_ENDPOINTS = {
  startTrial: endpoint({
    method: 'POST',
    path: '/applications/{identifier}/trials',
    summary: 'Begin a trial of a mobile application: an initial access token whose installations end with the trial',
    request: StartTrial,
    response: StartedTrial,
    status: 201,
  }),
  endTrial: endpoint({
    method: 'DELETE',
    path: '/applications/{identifier}/trials/{id}',
    summary: 'End a trial, and delete its installations and their tokens',
    request: undefined,
    response: undefined,
    status: 204,
  }),
  introspectInTrial: endpoint({
    method: 'POST',
    path: '/applications/{identifier}/trials/{id}/introspect',
    summary: 'What an API client of the application would be told about a token of this trial',
    request: IntrospectInTrial,
    response: IntrospectionResponse,
    status: 200,
  }),
} as const;
