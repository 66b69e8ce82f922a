import { z } from 'zod';
import { CreateWebClient, UpdateWebClient, type WebClient } from '@passant/contracts';
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
import { SIGN_IN_LABELS, SignInForm, signInFormOf, signInPatchOf } from './sign-in-form.js';

/** Form schema of a new web client. */
export const WebClientForm = NewClient.extend({
  application: z.string().nullable(),
  redirect_uris: z.array(z.string()),
}).superRefine((form, context) => {
  if (!form.application) context.addIssue({ code: 'custom', path: ['application'], message: 'is required' });
  const signs = form.token_endpoint_auth_method === 'private_key_jwt';
  judgeClient({ ...form, signs }, CreateWebClient.safeParse(requestOf(form)), context, ['application']);
});
export type WebClientForm = z.infer<typeof WebClientForm>;

export const EMPTY_WEB_CLIENT: WebClientForm = { ...EMPTY_CLIENT, application: null, redirect_uris: [] };

/** Converts the form to the request of the contract. */
export function requestOf(form: WebClientForm): CreateWebClient {
  const { application, redirect_uris } = form;
  return {
    ...clientRequestOf(form),
    application: application ?? '',
    ...(redirect_uris.length > 0 ? { redirect_uris } : {}),
  };
}

/** Form schema of a stored web client. Its application cannot be changed. */
export const StoredWebClientForm = StoredClient.extend({
  redirect_uris: z.array(z.string()),
  ...SignInForm.shape,
  allowed_origins: z.array(z.string()),
}).superRefine((form, context) => {
  const { name, redirect_uris, allowed_origins } = form;
  judgeClient(form, UpdateWebClient.safeParse({ name, redirect_uris, allowed_origins }), context);
});
export type StoredWebClientForm = z.infer<typeof StoredWebClientForm>;

export function formOf(client: WebClient): StoredWebClientForm {
  const { redirect_uris, allowed_origins } = client;
  return { ...clientFormOf(client), redirect_uris, ...signInFormOf(client), allowed_origins };
}

/**
 * The PATCH body that a save sends.
 * @param changes changed members of the form
 * @param form current state of the form
 */
export function patchOf(changes: Partial<StoredWebClientForm>, form: StoredWebClientForm): UpdateWebClient {
  const { redirect_uris, allowed_origins } = changes;
  return {
    ...clientPatchOf(changes, form),
    ...(redirect_uris === undefined ? {} : { redirect_uris }),
    ...signInPatchOf(changes),
    ...(allowed_origins === undefined ? {} : { allowed_origins }),
  };
}

export const namesOf = labelling<StoredWebClientForm>({
  ...CLIENT_LABELS,
  redirect_uris: 'Redirect URIs',
  ...SIGN_IN_LABELS,
  allowed_origins: 'Origins of pages',
});
