import { useState } from 'react';
import { Button, Code, Group, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Approval } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { keys } from '../../lib/queries/keys.js';
import { approvalsQuery } from '../../lib/queries/lists.js';
import { sessionQuery, useMayChange } from '../../lib/queries/session.js';
import { confirmDanger, confirmWithReason, toastDone, toastFailure } from '../../ui/confirm.js';
import { DataTable, columnsOf } from '../../ui/data-table.js';
import { Moment } from '../../ui/moment.js';
import { QuerySection } from '../../ui/query-section.js';
import { Status } from '../../ui/status.js';
import { actionInWords, subjectOf } from './approval-words.js';

const column = columnsOf<Approval>();

/** What waits for a second administrator, and what was decided lately. Absent while there is nothing. */
export function ApprovalsSection() {
  const query = useQuery(approvalsQuery);
  const [columns] = useState(approvalColumns);
  if (query.data?.items.length === 0) return null;
  return (
    <QuerySection
      title="Requests for approval"
      purpose="Each waits for a day, and is refused if what it is about changes meanwhile. Nobody approves what they asked for themselves."
      query={query}
    >
      {({ items }) => <DataTable label="Requests for approval" columns={columns} rows={items} rowId={({ id }) => id} />}
    </QuerySection>
  );
}

function approvalColumns() {
  return column.columns([
    column.accessor('endpoint', { header: 'What', cell: ({ row }) => <What approval={row.original} /> }),
    column.accessor('asked_by', {
      header: 'Asked by',
      meta: { breaks: true },
      cell: ({ row: { original: approval } }) => (
        <>
          <Text span inherit>
            {approval.asked_by ?? '–'}
          </Text>
          <Text fz="xs" c="dimmed">
            <Moment at={approval.asked_at} nowrap />
          </Text>
        </>
      ),
    }),
    column.accessor('state', { header: 'State', cell: ({ row }) => <State approval={row.original} /> }),
    column.display({
      id: 'actions',
      header: 'Actions',
      meta: { align: 'right', hiddenHeader: true },
      cell: ({ row }) => <Actions approval={row.original} />,
    }),
  ]);
}

function What({ approval }: { approval: Approval }) {
  const subject = subjectOf(approval);
  const given = approval.reason ?? reasonIn(approval.body);
  return (
    <>
      <Text>{actionInWords(approval.endpoint)}</Text>
      {subject && <Code style={{ overflowWrap: 'anywhere' }}>{subject}</Code>}
      {given && (
        <Text fz="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {`Reason: ${given}`}
        </Text>
      )}
    </>
  );
}

function reasonIn(body: unknown): string | undefined {
  const { reason } = (body ?? {}) as { reason?: unknown };
  return typeof reason === 'string' ? reason : undefined;
}

function State({ approval: { state, decided_by: by, error } }: { approval: Approval }) {
  const who = by && (
    <Text fz="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
      {by}
    </Text>
  );
  switch (state) {
    case 'PENDING':
      return <Status tone="warn">Waiting</Status>;
    case 'CARRIED_OUT':
      return (
        <>
          <Status tone="on">Carried out</Status>
          {who}
        </>
      );
    case 'FAILED':
      return (
        <>
          <Status tone="bad">Not possible any more</Status>
          <Text fz="xs" c="dimmed">
            {error}
          </Text>
        </>
      );
    case 'REFUSED':
      return (
        <>
          <Status tone="bad">Refused</Status>
          {who}
        </>
      );
    case 'WITHDRAWN':
      return (
        <>
          <Status tone="off">Withdrawn</Status>
          {who}
        </>
      );
  }
}

function Actions({ approval }: { approval: Approval }) {
  const queryClient = useQueryClient();
  const mayChange = useMayChange();
  const { data: session } = useQuery({ ...sessionQuery, enabled: false });
  if (!mayChange || approval.state !== 'PENDING') return null;
  const { id, endpoint, asked_by: asker } = approval;
  const action = actionInWords(endpoint);
  const subject = subjectOf(approval) ?? '';
  const run = async (name: 'approveRequest' | 'refuseRequest' | 'withdrawRequest', done: string, reason = '') => {
    try {
      await call(name, { path: { id }, reason });
      toastDone(done);
    } catch (thrown) {
      toastFailure(thrown);
    }
    // What was carried out may be anywhere in the console.
    void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.session[0] });
  };
  const approve = async () => {
    const sure = await confirmDanger({
      title: 'Approve this?',
      text: `${action} ${subject} – it is carried out at once, in the name of ${asker ?? '–'} and yours.`,
      confirm: 'Approve',
    });
    if (sure) await run('approveRequest', 'The request was carried out');
  };
  const refuse = async () => {
    const sure = await confirmWithReason({
      title: 'Refuse this?',
      text: `Nothing is done. ${asker ?? '–'} sees that you refused.`,
      confirm: 'Refuse',
    });
    if (sure) await run('refuseRequest', 'The request was refused', sure.reason);
  };
  if (asker === session?.email) {
    return (
      <Button
        size="xs"
        variant="default"
        onClick={() => void run('withdrawRequest', 'The request was withdrawn')}
        aria-label={`Withdraw: ${action} ${subject}`}
      >
        Withdraw
      </Button>
    );
  }
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      <Button size="xs" variant="default" onClick={() => void refuse()} aria-label={`Refuse: ${action} ${subject}`}>
        Refuse
      </Button>
      <Button size="xs" color="red" onClick={() => void approve()} aria-label={`Approve: ${action} ${subject}`}>
        Approve
      </Button>
    </Group>
  );
}
