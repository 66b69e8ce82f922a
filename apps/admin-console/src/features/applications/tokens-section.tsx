import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useFormContext } from 'react-hook-form';
import { inWords } from '../../lib/durations.js';
import { allScopes } from '../../lib/queries/lists.js';
import { AudiencePolicyField } from '../../ui/audience-policy-field.js';
import { NumberField } from '../../ui/number-field.js';
import { SectionCard } from '../../ui/section-card.js';
import { TagsField } from '../../ui/tags-field.js';
import type { ApplicationForm } from './application-form.js';

/** How long an access token lives and what it may be asked for. */
export function TokensSection() {
  const { control } = useFormContext<ApplicationForm>();
  const { data: scopes = [] } = useQuery(allScopes);
  const suggestions = scopes.map(({ identifier }) => identifier);
  return (
    <SectionCard
      id="tokens"
      title="Tokens and scopes"
      purpose="How long an access token lives and what it may be good for."
    >
      <Stack gap="md">
        <NumberField
          control={control}
          name="access_token_validity"
          label="Access token validity"
          description="Seconds, from 30 to 86 400. A stateless token cannot be renewed, so the person registers anew when it ends."
          words={inWords}
        />
        <TagsField
          control={control}
          name="default_scopes"
          label="Default scopes"
          description="Given where a request names no scope. Without any, such a request is refused."
          placeholder="openid"
          suggestions={suggestions}
        />
        <TagsField
          control={control}
          name="additional_scopes"
          label="Additional scopes"
          description="Given only where a request asks for them. A scope that does not exist yet is created when you save."
          placeholder="profile, read"
          suggestions={suggestions}
        />
        <AudiencePolicyField
          control={control}
          name="audience_policy"
          label="Audience of assertions"
          description="What its installations may name as the audience when they sign in with a key. One installation may be set to something else."
        />
      </Stack>
    </SectionCard>
  );
}
