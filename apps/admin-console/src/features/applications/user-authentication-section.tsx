import { Anchor, Divider, List, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useFormContext, useWatch } from 'react-hook-form';
import { Notice } from '../../ui/notice.js';
import { SectionCard } from '../../ui/section-card.js';
import { SwitchField } from '../../ui/switch-field.js';
import { SWITCH_LABELS, type ApplicationForm } from './application-form.js';
import { BLOCKER_TEXTS, type StatelessBlocker } from './stateless-blockers.js';

/** The switches of how people are authenticated; `blockers` is what stateless authentication would lack. */
export function UserAuthenticationSection({ blockers }: { blockers: readonly StatelessBlocker[] }) {
  const { control } = useFormContext<ApplicationForm>();
  const stateless = useWatch({ control, name: 'user_authentication.stateless_authentication' });
  const implicit = useWatch({ control, name: 'user_authentication.implicit_authentication' });
  const mobile = useWatch({ control, name: 'user_authentication.mobile_authentication' });
  return (
    <SectionCard
      id="user-authentication"
      title="User authentication"
      purpose="How people who use the app are registered and recognised."
    >
      <Stack gap="md">
        <SwitchField
          control={control}
          name="user_authentication.stateless_authentication"
          label={SWITCH_LABELS.stateless_authentication}
          description="An app registers anew each time and gets a short-lived token; no profile is stored. Mobile authentication enrolment and implicit authentication are not possible with such a token."
        />
        {stateless && <StatelessState blockers={blockers} />}
        <Divider />
        <SwitchField
          control={control}
          name="user_authentication.implicit_authentication"
          label={SWITCH_LABELS.implicit_authentication}
          description="A person with a profile gets a token without doing anything."
        />
        <SwitchField
          control={control}
          name="user_authentication.mobile_authentication"
          label={SWITCH_LABELS.mobile_authentication}
          description="A person with a profile enrols the device and confirms what a portal asks."
        />
        <SwitchField
          control={control}
          name="user_authentication.refresh_tokens"
          label={SWITCH_LABELS.refresh_tokens}
          description="A registration that makes a profile also gives a refresh token, with which the app renews its access token. A stateless registration never does."
        />
        {stateless && (implicit || mobile) && (
          <Text fz="xs" c="dimmed">
            Stateless authentication is on as well: what you switched on here works for registrations that make a
            profile, never with a stateless token.
          </Text>
        )}
      </Stack>
    </SectionCard>
  );
}

function StatelessState({ blockers }: { blockers: readonly StatelessBlocker[] }) {
  if (blockers.length === 0) {
    return (
      <Notice tone="good" role="status">
        Nothing is missing: apps can register statelessly.
      </Notice>
    );
  }
  return (
    <Notice tone="warn" title="Stateless authentication cannot work yet" role="status">
      <List size="sm" spacing={4}>
        {blockers.map((blocker) => (
          <List.Item key={blocker}>
            {BLOCKER_TEXTS[blocker].text} <Mend blocker={blocker} />
          </List.Item>
        ))}
      </List>
    </Notice>
  );
}

function Mend({ blocker }: { blocker: StatelessBlocker }) {
  const { mend, section } = BLOCKER_TEXTS[blocker];
  if (section) {
    return (
      <Anchor href={`#${section}`} inherit underline="always">
        {mend}
      </Anchor>
    );
  }
  return (
    <Anchor component={Link} to="/configuration/identity-providers" inherit underline="always">
      {mend}
    </Anchor>
  );
}
