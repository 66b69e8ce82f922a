import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { PAGES } from '../../lib/pages.js';
import { allIdentityProviders, applicationQuery } from '../../lib/queries/lists.js';
import { RecordPage } from '../../ui/record-page.js';
import { ApplicationEditor } from './application-editor.js';

/** Page of one application: loads the record and the providers it can be linked to. */
export function ApplicationPage() {
  const { identifier } = useParams({ from: '/signed-in/configuration/applications/$identifier' });
  const { created = false } = useSearch({ from: '/signed-in/configuration/applications/$identifier' });
  const application = useQuery(applicationQuery(identifier));
  const providers = useQuery(allIdentityProviders);
  const page = { title: identifier, back: PAGES.applications };
  return (
    <RecordPage query={application} {...page}>
      {(stored) => (
        <RecordPage query={providers} {...page}>
          {(choices) => <ApplicationEditor key={identifier} application={stored} providers={choices} isNew={created} />}
        </RecordPage>
      )}
    </RecordPage>
  );
}
