import { Button, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../lib/api/client.js';
import { keys } from '../../lib/queries/keys.js';
import { secondApprovalQuery } from '../../lib/queries/lists.js';
import { useMayChange } from '../../lib/queries/session.js';
import { counted } from '../../lib/sentence.js';
import { ActionRow } from '../../ui/action-row.js';
import { confirmWithReason, toastDone, toastFailure } from '../../ui/confirm.js';
import { QuerySection } from '../../ui/query-section.js';
import { Status } from '../../ui/status.js';

/** Whether what cannot be undone waits for a second administrator, and the switch for it. */
export function SecondApprovalSection() {
  const query = useQuery(secondApprovalQuery);
  return (
    <QuerySection
      title="Second approval"
      purpose="What cannot be undone waits until another Admin has approved it: deletions, ended tokens and sessions, withdrawn keys, changed administrators."
      query={query}
    >
      {({ required, approvers }) => (
        <ActionRow action={<Change required={required} />}>
          {required ? <Status tone="on">Required</Status> : <Status tone="off">Not required</Status>}
          <Text c="dimmed" fz="sm" mt={4}>
            {`Who may approve: ${counted(approvers, 'Admin|Admins')} with an account that is a week old. It takes two.`}
          </Text>
        </ActionRow>
      )}
    </QuerySection>
  );
}

function Change({ required }: { required: boolean }) {
  const queryClient = useQueryClient();
  const mayChange = useMayChange();
  if (!mayChange) return null;
  const change = async () => {
    const sure = await confirmWithReason(
      required
        ? {
            title: 'No longer require a second approval?',
            text: 'Another Admin has to approve this as well. Then every Admin does alone what cannot be undone.',
            confirm: 'Ask for it',
          }
        : {
            title: 'Require a second approval?',
            text: 'From now on every Admin needs another one for what cannot be undone, also to turn this off again. Look at the list above first: who is in it for a week may approve.',
            confirm: 'Require it',
          },
    );
    if (!sure) return;
    try {
      await call('updateSecondApproval', { body: { required: !required }, reason: sure.reason });
      toastDone('A second approval is required from now on');
    } catch (thrown) {
      toastFailure(thrown);
    }
    void queryClient.invalidateQueries({ queryKey: keys.approvals });
  };
  return (
    <Button variant="default" onClick={() => void change()}>
      {required ? 'No longer require it' : 'Require a second approval'}
    </Button>
  );
}
