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

/** The lifetime of access tokens, and the scopes that can be requested. */
export function TokensSection({ isNew = false }: { isNew?: boolean }) {
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
          description="Seconds, from 30 to 86,400. A stateless token is renewed only in a stateless session; without one, the person registers anew when it ends."
          words={inWords}
        />
        <NumberField
          control={control}
          name="refresh_token_grace"
          label="Grace of refresh tokens"
          description="Seconds, from 0 to 120, within which a client may send the same refresh token again because the answer to it was lost. 0: never."
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
        {!isNew && (
          <AudiencePolicyField
            label="Audience of assertions"
            description="What its installations may name as the audience when they sign in with a key. An exception is for those that are registered when it is made, and a later end changes nothing about that: newer ones name the issuer. One installation may be set to something else."
          />
        )}
      </Stack>
    </SectionCard>
  );
}
