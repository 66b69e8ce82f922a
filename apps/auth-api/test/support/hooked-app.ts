import type { CompleteRegistrationRequest, CreateWebHook, WebHook } from '@passant/contracts';
import { WebHooks } from '../../src/web-hooks/web-hooks.js';
import type { AuthServer } from './auth-server.js';
import type { HookServer } from './hook-server.js';

/** A web hook at `hookServer`, created through the admin API. */
export async function givenHook(
  server: AuthServer,
  hookServer: HookServer,
  changes: Partial<CreateWebHook> = {},
): Promise<WebHook> {
  return server.admin.call('createWebHook', {
    body: { type: 'CUSTOMIZE_TOKEN', name: 'Token rules', base_uri: hookServer.url, ...changes },
  });
}

/** An app whose registrations go through the given hooks. */
export async function hookedApp(server: AuthServer, hooks: WebHook[]) {
  const provider = await server.given.provider();
  const idOf = (type: WebHook['type']) => hooks.find((entry) => entry.type === type)?.id ?? null;
  const application = await server.given.mobileApplication(provider, {
    access_token_web_hook: idOf('CUSTOMIZE_TOKEN'),
    user_details_web_hook: idOf('USER_DETAILS_CUSTOMIZATION'),
  });
  const app = await server.given.appInstance(application);
  const complete = (request: CompleteRegistrationRequest) => app.complete(provider.identifier, request);
  return { provider, application, app, complete };
}

/** The deliveries of a hook as an administrator sees them, newest first. */
export async function deliveriesOf(server: AuthServer, id: string) {
  await server.app.get(WebHooks).flush();
  return (await server.admin.call('listWebHookDeliveries', { parameters: { id } })).items;
}
