import { Checkbox, Code, MultiSelect, Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Controller, useFormContext } from 'react-hook-form';
import { API_SCOPES } from '@passant/contracts';
import { messageOf } from '../../lib/form-errors.js';
import { allApplications } from '../../lib/queries/lists.js';
import type { StoredApiClientForm } from './api-client-form.js';

type Rights = Pick<StoredApiClientForm, 'scopes' | 'applications'>;

/** What an API client may call. */
export function ApiScopesField() {
  const { control } = useFormContext<Rights>();
  return (
    <Controller
      control={control}
      name="scopes"
      render={({ field: { value, onChange }, fieldState: { error } }) => (
        <Checkbox.Group label="May use" value={value} onChange={onChange} error={messageOf(error)}>
          <Stack gap={7} mt={6}>
            {Object.entries(API_SCOPES).map(([scope, name]) => (
              <Checkbox
                key={scope}
                size="xs"
                value={scope}
                label={
                  <>
                    {name} <Code fz={11}>{scope}</Code>
                  </>
                }
              />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
    />
  );
}

/** Whose tokens an API client may see. */
export function VisibleApplicationsField() {
  const { control } = useFormContext<Rights>();
  const { data: applications = [] } = useQuery(allApplications);
  return (
    <Controller
      control={control}
      name="applications"
      render={({ field: { value, onChange, onBlur, ref }, fieldState: { error } }) => (
        <MultiSelect
          ref={ref}
          label="Applications it may see"
          description="Tokens of any other application look inactive to it. Without a choice it sees all."
          placeholder={value.length === 0 ? 'All applications' : undefined}
          searchable
          data={choicesOf(applications, value)}
          value={value}
          onChange={onChange}
          onBlur={onBlur}
          error={messageOf(error)}
        />
      )}
    />
  );
}

/** Whether introspection answers it with a signed JWT whatever it asks for. */
export function IntrospectionAnswerField() {
  const { control } = useFormContext<Pick<StoredApiClientForm, 'introspection_answer'>>();
  return (
    <Controller
      control={control}
      name="introspection_answer"
      render={({ field: { value, onChange, onBlur, ref } }) => (
        <Select
          ref={ref}
          label="Introspection answers"
          description="A signed answer can be shown to others as proof."
          maw={420}
          allowDeselect={false}
          data={[
            { value: 'JSON', label: 'JSON, unless it asks for a signed one' },
            { value: 'ES256', label: 'Signed with ES256' },
            { value: 'RS256', label: 'Signed with RS256' },
          ]}
          value={value}
          onChange={onChange}
          onBlur={onBlur}
        />
      )}
    />
  );
}

/** An application that is chosen but was not read stays a choice, so that saving does not drop it. */
function choicesOf(applications: { identifier: string; name: string }[], chosen: string[]) {
  const known = new Map(applications.map(({ identifier, name }) => [identifier, name]));
  return [...new Set([...known.keys(), ...chosen])].map((value) => ({ value, label: known.get(value) ?? value }));
}
