import { Checkbox, Code, MultiSelect, Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Controller, useFormContext } from 'react-hook-form';
import { messageOf } from '../../lib/form-errors.js';
import { API_SCOPE_NAMES } from '../../lib/scope-words.js';
import { allApplications } from '../../lib/queries/lists.js';
import { SwitchField } from '../../ui/switch-field.js';
import type { StoredApiClientForm } from './api-client-form.js';

type Rights = Pick<StoredApiClientForm, 'scopes' | 'applications'>;

/** The APIs that an API client may call. */
export function ApiScopesField() {
  const { control } = useFormContext<Rights>();
  return (
    <Controller
      control={control}
      name="scopes"
      render={({ field: { value, onChange }, fieldState: { error } }) => (
        <Checkbox.Group label="May use" value={value} onChange={onChange} error={messageOf(error)}>
          <Stack gap={7} mt={6}>
            {Object.entries(API_SCOPE_NAMES).map(([scope, name]) => (
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

/** The applications whose tokens an API client may introspect. */
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

/** Whether introspection always responds to the client with a signed JWT, whatever it requests. */
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

/** Whether introspection repeats nested members at the top level, for callers that do not look deeper. */
export function FlatUserDetailsField() {
  const { control } = useFormContext<Pick<StoredApiClientForm, 'flat_user_details'>>();
  return (
    <SwitchField
      control={control}
      name="flat_user_details"
      label="User details on the top level, too"
      description="For software that cannot look into user_details. Members that the server answers for keep their meaning."
    />
  );
}

/** A selected application that was not loaded stays an option, so that saving does not drop it. */
function choicesOf(applications: { identifier: string; name: string }[], chosen: string[]) {
  const known = new Map(applications.map(({ identifier, name }) => [identifier, name]));
  return [...new Set([...known.keys(), ...chosen])].map((value) => ({ value, label: known.get(value) ?? value }));
}
