import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { PAGES } from '../../lib/pages.js';
import { webHookQuery } from '../../lib/queries/lists.js';
import { RecordPage } from '../../ui/record-page.js';
import { WebHookEditor } from './web-hook-editor.js';

/** Page of one web hook: loads the record. */
export function WebHookPage() {
  const { id } = useParams({ from: '/signed-in/configuration/web-hooks/$id' });
  return (
    <RecordPage query={useQuery(webHookQuery(id))} title={id} back={PAGES.webHooks}>
      {(hook) => <WebHookEditor key={id} hook={hook} />}
    </RecordPage>
  );
}
