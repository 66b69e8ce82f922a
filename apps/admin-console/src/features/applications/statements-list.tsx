import { Button, Text, Title } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import type { SoftwareStatement } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { keys } from '../../lib/queries/keys.js';
import { softwareStatementList } from '../../lib/queries/lists.js';
import { useMayChange } from '../../lib/queries/session.js';
import { counted } from '../../lib/sentence.js';
import { confirmWithReason, toastDone, toastFailure } from '../../ui/confirm.js';
import { DataTable, columnsOf } from '../../ui/data-table.js';
import { ErrorState } from '../../ui/error-state.js';
import { TableSkeleton } from '../../ui/loading-skeleton.js';
import { Moment } from '../../ui/moment.js';
import { LoadMore } from '../../ui/paged-table.js';
import { Status, type Tone } from '../../ui/status.js';
import { PLATFORM_NAMES } from './platforms.js';
import classes from './statements-list.module.css';
import { locale } from '../../lib/language.js';

const STATES: Record<SoftwareStatement['state'], { tone: Tone; word: string; why: string }> = {
  usable: { tone: 'on', word: 'Usable', why: 'Installations register with it.' },
  closed: { tone: 'warn', word: 'Paused', why: 'The application or the version takes no new installations.' },
  revoked: { tone: 'bad', word: 'Revoked', why: 'It is refused for good.' },
};

const column = columnsOf<SoftwareStatement>();
const columns = column.columns([
  column.accessor('app_version', {
    header: 'Version',
    cell: ({ row: { original } }) => `${PLATFORM_NAMES[original.app_platform]} ${original.app_version}`,
  }),
  column.accessor('created_at', {
    header: 'Exported',
    cell: ({ getValue, row }) => (
      <div>
        <Moment at={getValue()} />
        <Text fz="xs" c="dimmed">{`by ${row.original.created_by}`}</Text>
      </div>
    ),
  }),
  column.accessor('clients', { header: 'Installations', cell: ({ getValue }) => getValue().toLocaleString(locale()) }),
  column.accessor('state', {
    header: 'State',
    cell: ({ getValue }) => {
      const { tone, word, why } = STATES[getValue()];
      return (
        <span title={why}>
          <Status tone={tone}>{word}</Status>
        </span>
      );
    },
  }),
  column.display({
    id: 'actions',
    header: 'Actions',
    meta: { align: 'right', hiddenHeader: true },
    cell: ({ row }) => <RevokeStatement statement={row.original} />,
  }),
]);

/** Lists the software statements for the versions of an application. If there are none, explains what they are for. */
export function StatementsList({ application }: { application: string }) {
  const query = useInfiniteQuery(softwareStatementList(application));
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];
  if (query.isSuccess && rows.length === 0) {
    return (
      <Text c="dimmed" fz="xs" className={classes['statements']}>
        Export a software statement for a version, and its installations register themselves without an initial access
        token.
      </Text>
    );
  }
  return (
    <section className={classes['statements']} aria-labelledby="software-statements">
      <Title order={3} id="software-statements" mb={6}>
        Software statements
      </Title>
      {query.isPending ? (
        <TableSkeleton rows={2} />
      ) : query.isError && rows.length === 0 ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <DataTable
          label="Software statements"
          columns={columns}
          rows={rows}
          rowId={({ id }) => id}
          footer={
            query.hasNextPage && (
              <>
                <span>{`First ${counted(rows.length, 'statement|statements')}`}</span>
                <LoadMore query={query} />
              </>
            )
          }
        />
      )}
    </section>
  );
}

function RevokeStatement({ statement }: { statement: SoftwareStatement }) {
  const queryClient = useQueryClient();
  const mayChange = useMayChange();
  if (!mayChange || statement.state === 'revoked') return null;
  const name = `${PLATFORM_NAMES[statement.app_platform]} ${statement.app_version}`;
  const revoke = async () => {
    const sure = await confirmWithReason({
      title: `Revoke this statement for ${name}?`,
      text: 'No installation registers with it any more; those that did stay. An app that has it built in needs another version. This cannot be undone.',
      confirm: 'Revoke statement',
    });
    if (!sure) return;
    try {
      await call('revokeSoftwareStatement', { path: { id: statement.id }, reason: sure.reason });
      toastDone('The software statement was revoked');
    } catch (thrown) {
      toastFailure(thrown);
    }
    void queryClient.invalidateQueries({ queryKey: keys.softwareStatements });
  };
  return (
    <Button
      size="compact-xs"
      variant="default"
      aria-label={`Revoke the software statement for ${name}`}
      onClick={() => void revoke()}
    >
      Revoke
    </Button>
  );
}
