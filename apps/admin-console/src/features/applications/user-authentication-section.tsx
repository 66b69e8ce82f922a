import { Anchor, Divider, List, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useFormContext, useWatch } from 'react-hook-form';
import { inWords } from '../../lib/durations.js';
import { Notice } from '../../ui/notice.js';
import { NumberField } from '../../ui/number-field.js';
import { SectionCard } from '../../ui/section-card.js';
import { SwitchField } from '../../ui/switch-field.js';
import { TagsField } from '../../ui/tags-field.js';
import { SWITCH_LABELS, type ApplicationForm } from './application-form.js';
import { BLOCKER_TEXTS, type StatelessBlocker } from './stateless-blockers.js';

/** The switches for user authentication. `blockers` lists what stateless authentication would lack. */
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
        {stateless && <StatelessSession />}
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
          description="A registration that makes a profile also gives a refresh token, with which the app renews its access token. A stateless registration does so only with stateless sessions."
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

/** The switch of stateless sessions, and how long one may last. */
function StatelessSession() {
  const { control } = useFormContext<ApplicationForm>();
  const sessions = useWatch({ control, name: 'user_authentication.stateless_session' });
  return (
    <>
      <SwitchField
        control={control}
        name="user_authentication.stateless_session"
        label={SWITCH_LABELS.stateless_session}
        description="A stateless registration also gives a refresh token. Still no profile is stored: the person can be read only with the token itself, which changes at every use. Turning this off ends all sessions at once."
      />
      {sessions && (
        <NumberField
          control={control}
          name="stateless_session_duration"
          label="Longest stateless session"
          description="Seconds, from 60 to 86,400, counted from the registration. Nothing extends it: then the person registers anew. A shorter one ends sessions that exist sooner, too."
          words={inWords}
        />
      )}
      <TagsField
        control={control}
        name="stateless_redirect_uris"
        label="Login pages lead back to"
        description="Redirect URIs of the app. With one, people may also register statelessly in a browser, on the login pages, and the app exchanges the code for a stateless token. Without any, that is refused."
        placeholder="com.example.app:/registered"
      />
    </>
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
