import { z } from 'zod';
import { CreateWebHook, UpdateWebHook, WebHookAuthentication, WebHookType, type WebHook } from '@passant/contracts';
import { labelling } from '../../lib/changed-members.js';

const shared = {
  name: z.string(),
  base_uri: z.string(),
  authentication_method: WebHookAuthentication,
  username: z.string(),
  /** Empty to keep the stored password. */
  password: z.string(),
};

/** Form schema of a new hook. If the identifier is empty, the server generates one. */
export const WebHookForm = z
  .object({ id: z.string(), type: WebHookType, ...shared })
  .superRefine((form, context) => takeOver(CreateWebHook.safeParse(requestOf(form)), context));
export type WebHookForm = z.infer<typeof WebHookForm>;

export const EMPTY_WEB_HOOK: WebHookForm = {
  id: '',
  type: 'CUSTOMIZE_TOKEN',
  name: '',
  base_uri: '',
  authentication_method: 'JWT',
  username: '',
  password: '',
};

function takeOver(result: z.ZodSafeParseResult<unknown>, context: z.RefinementCtx): void {
  for (const { path, message } of result.error?.issues ?? []) context.addIssue({ code: 'custom', path, message });
}

/** Converts the form to the request of the contract. */
export function requestOf(form: WebHookForm): CreateWebHook {
  const { id, type, name, base_uri: baseUri, authentication_method: method } = form;
  return {
    ...(id.trim() ? { id: id.trim() } : {}),
    type,
    name,
    base_uri: baseUri.trim(),
    authentication_method: method,
    ...(method === 'BASIC' ? { username: form.username, password: form.password } : {}),
  };
}

/** Form schema of a stored hook. Its type cannot be changed. */
export const StoredWebHookForm = z.object({ ...shared, hasPassword: z.boolean() }).superRefine((form, context) => {
  takeOver(UpdateWebHook.safeParse(patchOf(form, form)), context);
  if (form.authentication_method !== 'BASIC') return;
  if (form.username === '') context.addIssue({ code: 'custom', path: ['username'], message: 'is required for BASIC' });
  if (!form.hasPassword && form.password === '') {
    context.addIssue({ code: 'custom', path: ['password'], message: 'is required for BASIC' });
  }
});
export type StoredWebHookForm = z.infer<typeof StoredWebHookForm>;

export function formOf(hook: WebHook): StoredWebHookForm {
  return {
    name: hook.name,
    base_uri: hook.base_uri,
    authentication_method: hook.authentication_method,
    username: hook.username ?? '',
    password: '',
    hasPassword: hook.has_password,
  };
}

/**
 * The PATCH body that a save sends.
 * @param changes changed members of the form
 * @param form current state of the form
 */
export function patchOf(changes: Partial<StoredWebHookForm>, form: StoredWebHookForm): UpdateWebHook {
  const { name, base_uri: baseUri, authentication_method: method, username, password } = changes;
  const basic = form.authentication_method === 'BASIC';
  return {
    ...(name === undefined ? {} : { name }),
    ...(baseUri === undefined ? {} : { base_uri: baseUri.trim() }),
    ...(method === undefined ? {} : { authentication_method: method }),
    ...(basic && username ? { username } : {}),
    ...(basic && password ? { password } : {}),
  };
}

export const namesOf = labelling<StoredWebHookForm>({
  name: 'Name',
  base_uri: 'Base URI',
  authentication_method: 'Authentication',
  username: 'User name',
  password: 'Password',
  hasPassword: 'Password',
});
