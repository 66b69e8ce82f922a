import { Stack, Title } from '@mantine/core';
import { IconHourglassLow } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { PAGES } from '../../lib/pages.js';
import { audienceExceptionList, clientsInNeedList } from '../../lib/queries/lists.js';
import { EmptyState } from '../../ui/empty-state.js';
import { PageHeader } from '../../ui/page-header.js';
import { PagedTable } from '../../ui/paged-table.js';
import { exceptionColumns, inNeedColumns } from './exception-columns.js';

/** Lists who may use an audience other than the issuer in client assertions, until when, and who still does. */
export function AudienceExceptionsPage() {
  const exceptions = useInfiniteQuery(audienceExceptionList);
  const clients = useInfiniteQuery(clientsInNeedList);
  return (
    <>
      <PageHeader
        title={PAGES.audienceExceptions.label}
        purpose="RFC 10070 demands that client assertions name the issuer and nothing else. Here is who may still name the endpoint, until when, and who did in the last 30 days. An exception is made, extended and ended on the page of whoever has it. One of an application is for the clients that were registered when it was made."
      />
      <Stack gap="xl">
        <section aria-labelledby="exceptions">
          <Title order={2} id="exceptions" fz="lg" mb="sm">
            Exceptions
          </Title>
          <PagedTable
            query={exceptions}
            rows={exceptions.data?.pages.flatMap(({ items }) => items) ?? []}
            columns={exceptionColumns}
            rowId={({ of, identifier }) => `${of} ${identifier}`}
            label="Exceptions"
            one="exception|exceptions"
            empty={
              <EmptyState icon={<IconHourglassLow size={24} />} title="No exception">
                Every assertion has to name the issuer, as the standard demands.
              </EmptyState>
            }
          />
        </section>
        <section aria-labelledby="in-need">
          <Title order={2} id="in-need" fz="lg" mb="sm">
            Who still needs one
          </Title>
          <PagedTable
            query={clients}
            rows={clients.data?.pages.flatMap(({ items }) => items) ?? []}
            columns={inNeedColumns}
            rowId={({ client_id }) => client_id}
            label="Clients that needed an exception"
            one="client|clients"
            empty={
              <EmptyState icon={<IconHourglassLow size={24} />} title="Nobody">
                No request of the last 30 days would have been refused without an exception.
              </EmptyState>
            }
          />
        </section>
      </Stack>
    </>
  );
}
