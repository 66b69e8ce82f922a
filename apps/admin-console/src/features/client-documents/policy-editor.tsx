import { Fieldset, Stack, Text } from '@mantine/core';
import type { ClientDocumentPolicy } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { PAGES } from '../../lib/pages.js';
import { keys } from '../../lib/queries/keys.js';
import { useMayChange } from '../../lib/queries/session.js';
import { EditorFrame } from '../../ui/editor-frame.js';
import { Notice } from '../../ui/notice.js';
import { SectionCard } from '../../ui/section-card.js';
import { Status } from '../../ui/status.js';
import { SwitchField } from '../../ui/switch-field.js';
import { TagsField } from '../../ui/tags-field.js';
import { useStoredRecord } from '../../ui/use-stored-record.js';
import { PolicyForm, formOf, namesOf, policyInWords } from './policy-form.js';

/** Edit form of the policy: the switch and the list of domains. */
export function PolicyEditor({ policy }: { policy: ClientDocumentPolicy }) {
  const mayChange = useMayChange();
  const { editing } = useStoredRecord<PolicyForm, ClientDocumentPolicy>({
    key: keys.clientDocumentPolicy,
    shownIn: [],
    stored: policy,
    schema: PolicyForm,
    valuesOf: formOf,
    save: (body, etag) => call('updateClientDocumentPolicy', { body, etag }),
    readNewest: () => call('readClientDocumentPolicy', {}),
  });
  const { control } = editing.form;
  return (
    <EditorFrame
      {...{ editing, namesOf }}
      what="policy"
      title={PAGES.clientDocuments.label}
      back={{ to: '/clients', label: 'Clients' }}
      details={<Status tone={policy.in_force ? 'on' : 'off'}>{policy.in_force ? 'In force' : 'Off'}</Status>}
    >
      {(notice) => (
        <Stack gap="md" maw={820}>
          {notice}
          <Fieldset variant="unstyled" disabled={!mayChange} mx={0}>
            <SectionCard
              title="Clients that describe themselves"
              purpose="A client may name the address of a document as its client id. The server reads there what the client is, whenever it has to know: nobody registers anything."
            >
              <Stack gap="md">
                <SwitchField
                  control={control}
                  name="enabled"
                  label="Take clients from documents"
                  description="Off, such a client is unknown, and the server metadata do not offer it."
                />
                <TagsField
                  control={control}
                  name="domains"
                  label="Domains"
                  description="Hosts whose documents are read, as app.example.com; *.example.com means all below it. An empty list means none. A client of a domain that you take away is refused at once."
                  placeholder="For example app.example.com"
                />
                <Notice
                  tone={editing.values.enabled && editing.values.domains.length > 0 ? 'warn' : 'info'}
                  role="status"
                >
                  {policyInWords(editing.values)}
                </Notice>
                <Text fz="sm" c="dimmed">
                  Such a client gets what an open registration gets: standard scopes, with the consent of each person,
                  who is told the host of the document. It proves itself with keys or not at all, never with a secret.
                </Text>
              </Stack>
            </SectionCard>
          </Fieldset>
        </Stack>
      )}
    </EditorFrame>
  );
}
