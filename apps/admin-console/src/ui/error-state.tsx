import { Button, Group, Text } from '@mantine/core';
import { asApiError, type ApiError } from '../lib/api/api-error.js';
import { CopyIcon } from './copy-button.js';
import { Notice } from './notice.js';

const TITLES: Partial<Record<ApiError['code'], string>> = {
  approval_awaited: 'Another administrator has to approve this',
  unreachable: 'The server cannot be reached',
  unauthorized: 'You are not signed in',
  forbidden: 'Your role does not allow this',
  not_found: 'There is nothing here',
  conflict: 'This is not possible as things are',
  temporarily_unavailable: 'The server is busy or its database is away',
  stale_session: 'The server does not know this page',
  other_administrator: 'Somebody else is signed in now',
  unexpected_answer: 'The answer was not understood',
};

/** Heading for an error. */
export function titleOf(error: ApiError): string {
  return TITLES[error.code] ?? (error.status >= 500 ? 'The server made a mistake' : 'That was refused');
}

/** The id under which the server's log has details of the error. */
export function ErrorId({ error }: { error: ApiError }) {
  if (!error.errorId) return null;
  return (
    <Group gap={4} mt={6} wrap="nowrap">
      <Text fz="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        Error id <code>{error.errorId}</code>
      </Text>
      <CopyIcon value={error.errorId} what="error id" />
    </Group>
  );
}

interface Props {
  error: unknown;
  onRetry?: () => void;
  /** Additional sentences, each on its own line. */
  remarks?: readonly string[];
}

/** Shows an error in place of the content: what happened, how to find it in the log, how to retry. */
export function ErrorState({ error, onRetry, remarks = [] }: Props) {
  const refusal = asApiError(error);
  return (
    <Notice role="alert" tone={refusal.code === 'approval_awaited' ? 'info' : 'bad'} title={titleOf(refusal)}>
      <Text>{refusal.message}</Text>
      {remarks.map((remark) => (
        <Text key={remark}>{remark}</Text>
      ))}
      <ErrorId error={refusal} />
      {onRetry && (
        <Button mt="sm" size="xs" variant="default" onClick={onRetry}>
          Try again
        </Button>
      )}
    </Notice>
  );
}
