import { PageQuery } from '../admin/fields.js';
import { endpoint } from '../admin/endpoint.js';
import {
  CreateWebHook,
  TestWebHookRequest,
  TestWebHookResult,
  UpdateWebHook,
  WebHook,
  WebHookDeliveries,
  WebHookPage,
} from './web-hook.dto.js';

/** Endpoints for web hooks, which customise tokens and user details. */
export const WEB_HOOK_ENDPOINTS = {
  listWebHooks: endpoint({
    method: 'GET',
    path: '/web-hooks',
    summary: 'List web hooks',
    query: PageQuery,
    request: undefined,
    response: WebHookPage,
    status: 200,
  }),
  createWebHook: endpoint({
    method: 'POST',
    path: '/web-hooks',
    summary: 'Create a web hook',
    request: CreateWebHook,
    response: WebHook,
    status: 201,
  }),
  readWebHook: endpoint({
    method: 'GET',
    path: '/web-hooks/{id}',
    summary: 'Read a web hook',
    request: undefined,
    response: WebHook,
    status: 200,
  }),
  updateWebHook: endpoint({
    method: 'PATCH',
    path: '/web-hooks/{id}',
    summary: 'Change a web hook',
    request: UpdateWebHook,
    response: WebHook,
    status: 200,
    conditional: true,
  }),
  deleteWebHook: endpoint({
    method: 'DELETE',
    path: '/web-hooks/{id}',
    summary: 'Delete a web hook and take it out of the applications that use it',
    request: undefined,
    response: undefined,
    status: 204,
    conditional: 'optional',
  }),
  testWebHook: endpoint({
    method: 'POST',
    path: '/web-hooks/{id}/test',
    summary: 'Call a web hook for a person who does not exist',
    request: TestWebHookRequest,
    response: TestWebHookResult,
    status: 200,
  }),
  listWebHookDeliveries: endpoint({
    method: 'GET',
    path: '/web-hooks/{id}/deliveries',
    summary: 'What the recent calls of a web hook looked like',
    request: undefined,
    response: WebHookDeliveries,
    status: 200,
  }),
} as const;
