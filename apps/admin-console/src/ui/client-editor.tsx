import type { ReactNode } from 'react';
import { Fieldset, Stack, TextInput } from '@mantine/core';
import type { FieldValues, UseFormReturn } from 'react-hook-form';
import { messageOf } from '../lib/form-errors.js';
import { useMayChange } from '../lib/queries/session.js';
import type { ConditionalForm } from '../lib/use-conditional-form.js';
import { ClientKeysFields } from './client-keys-fields.js';
import { Copyable } from './copy-button.js';
import { DeleteSection } from './delete-section.js';
import { EditorFrame } from './editor-frame.js';
import type { BackLink } from './page-header.js';
import { ReplaceSecret } from './replace-secret.js';
import { SectionCard } from './section-card.js';
import { EnabledStatus } from './status.js';
import { SwitchField } from './switch-field.js';

interface Props<Values extends FieldValues, Stored> {
  client: { client_id: string; name: string; enabled: boolean; token_endpoint_auth_method: string };
  /** The form has the members `name` and `enabled`, and those for keys. */
  editing: ConditionalForm<Values, Stored>;
  /** Singular noun for the record, for example "web client". */
  what: string;
  namesOf: (changes: Partial<Values>) => string[];
  back: BackLink;
  /** Shown between the name and the switch. */
  general?: ReactNode;
  /** Additional sections, between the general section and the one about authentication. */
  sections?: ReactNode;
  /** Replaces the secret and returns the new one. */
  replaceSecret: () => Promise<string>;
  remove: (reason: string) => Promise<void>;
  /** One sentence about the consequences of deletion. */
  deletion: ReactNode;
}

/** The page of a client that an administrator created: its name, whether it is enabled, how it authenticates. */
export function ClientEditor<Values extends FieldValues, Stored>(props: Props<Values, Stored>) {
  const { client, editing, what, namesOf, back, general, sections, replaceSecret, remove, deletion } = props;
  const mayChange = useMayChange();
  // Every client form has these members; each page knows its own additional ones.
  const { control, register, formState } = editing.form as unknown as UseFormReturn<{ name: string; enabled: boolean }>;
  return (
    <EditorFrame
      {...{ editing, what, namesOf, back }}
      title={client.name}
      details={
        <>
          <Copyable value={client.client_id} what="client id" cut={64} />
          <EnabledStatus enabled={client.enabled} />
        </>
      }
    >
      {(notice) => (
        <Stack gap="md" maw={820}>
          {notice}
          <Fieldset variant="unstyled" disabled={!mayChange} m={0} p={0} bd={0}>
            <Stack gap="md">
              <SectionCard title="General" purpose="What it is called, and whether it is let in.">
                <Stack gap="md">
                  <TextInput
                    label="Name"
                    maw={420}
                    autoComplete="off"
                    error={messageOf(formState.errors.name)}
                    {...register('name')}
                  />
                  {general}
                  <SwitchField
                    control={control}
                    name="enabled"
                    label="Enabled"
                    description="Off: every request of this client is refused, and its access tokens end at once."
                  />
                </Stack>
              </SectionCard>
              {sections}
              <SectionCard title="Authentication" purpose="How it proves who it is.">
                {client.token_endpoint_auth_method === 'private_key_jwt' ? (
                  <ClientKeysFields />
                ) : (
                  <ReplaceSecret name={client.name} replace={replaceSecret} />
                )}
              </SectionCard>
            </Stack>
          </Fieldset>
          {mayChange && (
            <DeleteSection what={what} name={client.name} remove={remove}>
              {deletion}
            </DeleteSection>
          )}
        </Stack>
      )}
    </EditorFrame>
  );
}
