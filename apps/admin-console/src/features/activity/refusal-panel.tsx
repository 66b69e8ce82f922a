import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { asApiError } from '../../lib/api/api-error.js';
import { refusalQuery } from '../../lib/queries/refusals.js';
import { ErrorState } from '../../ui/error-state.js';
import { FormSkeleton } from '../../ui/loading-skeleton.js';
import { Notice } from '../../ui/notice.js';
import { RefusalDetails } from '../../ui/refusal-details.js';
import { SidePanel } from '../../ui/side-panel.js';

/** Shows why a request was refused: what the caller was told, and everything that was checked. */
export function RefusalPanel({ errorId, onClose }: { errorId: string | undefined; onClose: () => void }) {
  return (
    <SidePanel opened={errorId !== undefined} onClose={onClose} title="Why it was refused">
      {errorId !== undefined && <Found key={errorId} errorId={errorId} />}
    </SidePanel>
  );
}

function Found({ errorId }: { errorId: string }) {
  const refusal = useQuery(refusalQuery(errorId));
  if (refusal.isPending) return <FormSkeleton />;
  if (refusal.isError) {
    if (asApiError(refusal.error).status !== 404) {
      return <ErrorState error={refusal.error} onRetry={() => void refusal.refetch()} />;
    }
    return (
      <Notice tone="info" role="status" title="Nothing is known of a refusal with this id">
        <Text>
          <code>{errorId}</code> was not refused, that was more than fifteen minutes ago, or the same caller was refused
          for the same reason so often within a minute that this time was only counted. The server&apos;s log has a line
          of the first few for as long as you keep it.
        </Text>
      </Notice>
    );
  }
  return <RefusalDetails refusal={refusal.data} />;
}
