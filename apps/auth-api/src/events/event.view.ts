import type { EventsApiItem, EventsApiResponse } from '@passant/contracts';
import type { AuditEventRecord } from '@passant/protocol';

/** The number of an event in the form of a UUID (RFC 9562 §5.8: version 8 leaves the bits to the implementation). */
function identifierOf({ id }: AuditEventRecord): string {
  return `00000000-0000-8000-8000-${id.toString(16).padStart(12, '0')}`;
}

/** `CUSTOM_REGISTRATION_INIT_SUCCESS` → "Custom registration init success" */
function inWords(name: string): string {
  const words = name.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function renderEvent(event: AuditEventRecord): EventsApiItem {
  return {
    event_identifier: identifierOf(event),
    event_name: inWords(event.name),
    event_type: event.name,
    ...(event.clientId === null ? {} : { client_id: event.clientId }),
    ...(event.application === null ? {} : { app_name: event.application }),
    ...(event.requestId === null ? {} : { transaction_id: event.requestId }),
    ...(event.userId === null ? {} : { user_id: event.userId }),
    ...(event.clientIp === null ? {} : { client_ip: event.clientIp }),
    ...(event.userAgent === null ? {} : { user_agent: event.userAgent }),
    ...(event.admin === null ? {} : { event_agent_user: event.admin }),
    ...(typeof event.details?.token_type === 'string' ? { token_type: event.details.token_type } : {}),
    occurred: event.occurred,
    ...(event.count === null ? {} : { count: event.count }),
  };
}

/** One page of events. */
export function renderEvents(
  events: AuditEventRecord[],
  total: number,
  { limit, offset }: { limit: number; offset: number },
): EventsApiResponse {
  return {
    result_set: events.map(renderEvent),
    pagination: {
      total_results: total,
      offset,
      page_size: limit,
      number_of_pages: Math.ceil(total / limit),
      first_page: offset === 0,
      last_page: offset + limit >= total,
    },
  };
}
