import type { AudienceException as ExceptionView, ClientInNeed as InNeedView } from '@passant/contracts';
import type { AudienceException, ClientInNeed } from '@passant/persistence';
import { leniencyOf } from '@passant/protocol';

/** An exception as the admin API shows it. */
export function renderException(exception: AudienceException): ExceptionView {
  return {
    of: exception.of,
    identifier: exception.identifier,
    ...(exception.name === null ? {} : { name: exception.name }),
    lenient_until: exception.lenientUntil,
    ...(exception.lenientSince === null ? {} : { lenient_since: exception.lenientSince }),
    clients_in_need: exception.clientsInNeed,
    ...(exception.lastNeeded === null ? {} : { last_needed_at: exception.lastNeeded }),
  };
}

/** A client that needed an exception, with the exception that applies to it now. */
export function renderInNeed(client: ClientInNeed): InNeedView {
  const leniency = leniencyOf(client, {
    lenientUntil: client.applicationLenientUntil,
    lenientSince: client.applicationLenientSince,
  });
  return {
    client_id: client.clientId,
    kind: client.kind,
    ...(client.name === null ? {} : { name: client.name }),
    ...(client.application === null ? {} : { application: client.application }),
    ...(client.appPlatform === null ? {} : { app_platform: client.appPlatform }),
    ...(client.appVersion === null ? {} : { app_version: client.appVersion }),
    ...(leniency ? { exception_of: leniency.of, lenient_until: leniency.until } : {}),
    last_needed_at: client.exceptionNeeded,
  };
}
