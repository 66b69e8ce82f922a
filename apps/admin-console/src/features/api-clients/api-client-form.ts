import { z } from 'zod';
import {
  ApiScope,
  CreateApiClient,
  IntrospectionSight,
  SigningAlgorithm,
  UpdateApiClient,
  type ApiClient,
} from '@passant/contracts';
import { labelling } from '../../lib/changed-members.js';
import {
  CLIENT_LABELS,
  EMPTY_CLIENT,
  NewClient,
  StoredClient,
  clientFormOf,
  clientPatchOf,
  clientRequestOf,
  judgeClient,
} from '../../lib/client-form.js';

const rights = { scopes: z.array(ApiScope), applications: z.array(z.string()) };

/** How introspection responds to the client: as JSON, or as a signed JWT without being asked. */
const IntrospectionAnswer = z.enum(['JSON', ...SigningAlgorithm.options]);

/** Form schema of a new API client. */
export const ApiClientForm = NewClient.extend(rights).superRefine((form, context) => {
  const signs = form.token_endpoint_auth_method === 'private_key_jwt';
  judgeClient({ ...form, signs }, CreateApiClient.safeParse(requestOf(form)), context);
});
export type ApiClientForm = z.infer<typeof ApiClientForm>;

export const EMPTY_API_CLIENT: ApiClientForm = {
  ...EMPTY_CLIENT,
  scopes: ['onegini_api_token_introspection'],
  applications: [],
};

/** Converts the form to the request of the contract. */
export function requestOf(form: ApiClientForm): CreateApiClient {
  const { scopes, applications } = form;
  return { ...clientRequestOf(form), scopes, applications };
}

/** Form schema of a stored API client. */
export const StoredApiClientForm = StoredClient.extend({
  ...rights,
  introspection_answer: IntrospectionAnswer,
  flat_user_details: z.boolean(),
  resources: z.array(z.string()),
  introspection_sight: IntrospectionSight,
}).superRefine((form, context) => {
  const { name, scopes, applications, enabled, resources, introspection_sight } = form;
  const request = { name, scopes, applications, enabled, resources, introspection_sight };
  judgeClient(form, UpdateApiClient.safeParse(request), context);
});
export type StoredApiClientForm = z.infer<typeof StoredApiClientForm>;

export function formOf(client: ApiClient): StoredApiClientForm {
  const { scopes, applications, introspection_signed_response_alg: signed } = client;
  return {
    ...clientFormOf(client),
    scopes,
    applications,
    introspection_answer: signed ?? 'JSON',
    flat_user_details: client.introspection_flat_user_details,
    resources: client.resources,
    introspection_sight: client.introspection_sight,
  };
}

/**
 * The PATCH body that a save sends.
 * @param changes changed members of the form
 * @param form current state of the form
 */
export function patchOf(changes: Partial<StoredApiClientForm>, form: StoredApiClientForm): UpdateApiClient {
  const { scopes, applications, introspection_answer: answer, flat_user_details: flat } = changes;
  const { resources, introspection_sight } = changes;
  return {
    ...clientPatchOf(changes, form),
    ...(scopes === undefined ? {} : { scopes }),
    ...(applications === undefined ? {} : { applications }),
    ...(answer === undefined ? {} : { introspection_signed_response_alg: answer === 'JSON' ? null : answer }),
    ...(flat === undefined ? {} : { introspection_flat_user_details: flat }),
    ...(resources === undefined ? {} : { resources }),
    ...(introspection_sight === undefined ? {} : { introspection_sight }),
  };
}

export const namesOf = labelling<StoredApiClientForm>({
  ...CLIENT_LABELS,
  scopes: 'May use',
  applications: 'Applications it may see',
  introspection_answer: 'Introspection answers',
  flat_user_details: 'User details on the top level, too',
  resources: 'Identifiers of the API',
  introspection_sight: 'Introspection shows it',
});
