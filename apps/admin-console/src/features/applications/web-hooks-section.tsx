import { Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Controller, useFormContext } from 'react-hook-form';
import type { WebHookType } from '@passant/contracts';
import { messageOf } from '../../lib/form-errors.js';
import { allWebHooks } from '../../lib/queries/lists.js';
import { SectionCard } from '../../ui/section-card.js';
import type { ApplicationForm } from './application-form.js';

/** Selects the web hooks that are called for the application's tokens. */
export function WebHooksSection() {
  return (
    <SectionCard
      id="web-hooks"
      title="Web hooks"
      purpose="Services of yours that this server asks before it gives something out."
    >
      <Stack gap="md">
        <HookField
          name="access_token_web_hook"
          type="CUSTOMIZE_TOKEN"
          label="Access token web hook"
          description="Asked before a token is issued: it may take scopes away, and add claims that introspection then shows."
        />
        <HookField
          name="user_details_web_hook"
          type="USER_DETAILS_CUSTOMIZATION"
          label="User details web hook"
          description="Asked before a token is issued: it may change what the ID token, user information and introspection say about the person."
        />
      </Stack>
    </SectionCard>
  );
}

interface HookFieldProps {
  name: 'access_token_web_hook' | 'user_details_web_hook';
  type: WebHookType;
  label: string;
  description: string;
}

function HookField({ name, type, label, description }: HookFieldProps) {
  const { control } = useFormContext<ApplicationForm>();
  const { data: hooks = [] } = useQuery(allWebHooks);
  return (
    <Controller
      control={control}
      name={name}
      render={({ field: { value, onChange, onBlur, ref }, fieldState: { error } }) => {
        const choices = new Map(hooks.filter((hook) => hook.type === type).map((hook) => [hook.id, hook.name]));
        // A hook that was not loaded stays an option, so that saving does not drop it.
        if (value !== null && !choices.has(value)) choices.set(value, value);
        return (
          <Select
            ref={ref}
            label={label}
            description={description}
            placeholder="None"
            clearable
            maw={420}
            nothingFoundMessage="There is no web hook of this type"
            data={[...choices].map(([identifier, text]) => ({ value: identifier, label: text }))}
            value={value}
            onChange={onChange}
            onBlur={onBlur}
            error={messageOf(error)}
          />
        );
      }}
    />
  );
}
