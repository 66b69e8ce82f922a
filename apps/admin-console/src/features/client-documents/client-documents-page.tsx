import { useQuery } from '@tanstack/react-query';
import { PAGES } from '../../lib/pages.js';
import { clientDocumentPolicyQuery } from '../../lib/queries/lists.js';
import { RecordPage } from '../../ui/record-page.js';
import { PolicyEditor } from './policy-editor.js';

/** Whether clients may identify themselves by the address of a document, and on which domains. */
export function ClientDocumentsPage() {
  const query = useQuery(clientDocumentPolicyQuery);
  return (
    <RecordPage query={query} title={PAGES.clientDocuments.label} back={{ to: '/clients', label: 'Clients' }}>
      {(policy) => <PolicyEditor policy={policy} />}
    </RecordPage>
  );
}
