import { useState } from 'react';
import { Box, Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Application, IdentityProvider } from '@passant/contracts';
import { allIdentityProviders, applicationQuery } from '../../lib/queries/lists.js';
import { useMayChange } from '../../lib/queries/session.js';
import { PAGES } from '../../lib/pages.js';
import { servingProviders } from '../../lib/serving-providers.js';
import { CodeBlock } from '../../ui/code-block.js';
import { ErrorState } from '../../ui/error-state.js';
import { Notice } from '../../ui/notice.js';
import { PageHeader } from '../../ui/page-header.js';
import { RecordPage } from '../../ui/record-page.js';
import { SectionCard } from '../../ui/section-card.js';
import { CodePanel } from './code-panel.js';
import { canMakeKeys } from './device.js';
import type { Step } from './exchange.js';
import { Phone } from './phone.js';
import { Result } from './result.js';
import { Sequence } from './sequence.js';
import { BREAKAGES, type TrialPlan } from './trial-phone.js';
import { useTrial } from './use-trial.js';
import { BREAKAGE_WORDS } from './words.js';
import classes from './try-it.module.css';

/** Tries an application out: a phone in this page, real requests, and everything that went over the wire. */
export function TryItPage() {
  const { identifier } = useParams({ from: '/signed-in/configuration/applications/$identifier/try' });
  const application = useQuery(applicationQuery(identifier));
  const providers = useQuery(allIdentityProviders);
  const page = { title: `Try ${identifier}`, back: PAGES.applications };
  return (
    <RecordPage query={application} {...page}>
      {(stored) => (
        <RecordPage query={providers} {...page}>
          {(all) => <TryIt key={identifier} application={stored} providers={all} />}
        </RecordPage>
      )}
    </RecordPage>
  );
}

function TryIt({ application, providers }: { application: Application; providers: readonly IdentityProvider[] }) {
  const mayChange = useMayChange();
  const serving = servingProviders(application, providers);
  const hindrance = hindranceOf(application, serving, mayChange);
  return (
    <>
      <PageHeader
        title={`Try ${application.name}`}
        purpose="A phone in this page installs the app and signs a person in, with real requests. Nobody else notices, and what it makes is removed when you leave."
        back={PAGES.applications}
        actions={
          <Button
            component={Link}
            to={`/configuration/applications/${encodeURIComponent(application.identifier)}`}
            variant="default"
          >
            Settings of the application
          </Button>
        }
      />
      {hindrance === undefined ? (
        <Bench application={application} providers={serving} />
      ) : (
        <Notice tone="info" title="The phone cannot start">
          <Text>{hindrance}</Text>
        </Notice>
      )}
    </>
  );
}

/** Why nothing can be tried out here at all; `undefined` if it can. Everything else the server says by itself. */
function hindranceOf(
  { client_type: type }: Application,
  serving: readonly IdentityProvider[],
  mayChange: boolean,
): string | undefined {
  if (!mayChange) return 'Your role may look at this server, not make anything on it.';
  if (type !== 'mobile') return 'The phone plays a mobile app, and this is a web application.';
  if (serving.length === 0) return 'The application has no identity provider yet. Link one in its settings first.';
  if (canMakeKeys()) return undefined;
  return 'Browsers make keys only over https or on a loopback address. Open the console under such an address.';
}

/** Versions to choose from: those that are listed or, if none is, any. */
function versionsOf({ versions }: Application): readonly Pick<TrialPlan, 'platform' | 'version'>[] {
  return versions.length > 0 ? versions : [{ platform: 'ios', version: '1.0' }];
}

function Bench({ application, providers }: { application: Application; providers: readonly IdentityProvider[] }) {
  const versions = versionsOf(application);
  const [providerId, setProvider] = useState(application.default_identity_provider ?? providers[0]!.identifier);
  const [versionIndex, setVersion] = useState(0);
  const [selected, setSelected] = useState<number>();
  const trial = useTrial(application.identifier);
  const provider = providers.find(({ identifier }) => identifier === providerId) ?? providers[0]!;
  const version = versions[versionIndex] ?? versions[0]!;
  const plan: TrialPlan = { application, provider, platform: version.platform, version: version.version };
  const { screen, steps } = trial;
  const busy = screen.name === 'busy';
  /** Shows the newest step again, whatever was chosen before. */
  const follow = (work: () => void) => {
    if (busy) return;
    setSelected(undefined);
    work();
  };

  return (
    <Stack gap="lg">
      {(providers.length > 1 || versions.length > 1) && (
        <Group gap="md" align="flex-end">
          <NativeSelect
            label="Identity provider"
            value={provider.identifier}
            onChange={(event) => setProvider(event.currentTarget.value)}
            data={providers.map(({ identifier, name }) => ({ value: identifier, label: name }))}
            disabled={busy}
          />
          <NativeSelect
            label="Version of the app"
            value={String(versionIndex)}
            onChange={(event) => setVersion(Number(event.currentTarget.value))}
            data={versions.map((one, index) => ({
              value: String(index),
              label: `${one.platform === 'ios' ? 'iOS' : 'Android'} ${one.version}`,
            }))}
            disabled={busy}
          />
        </Group>
      )}
      <div className={classes['bench']}>
        <Stack gap="lg" miw={0}>
          <Phone
            plan={plan}
            screen={screen}
            phone={{
              start: (wanted) => follow(() => trial.start(wanted)),
              comeBack: (visit, answer) => follow(() => trial.comeBack(visit, answer)),
              reset: () => follow(trial.reset),
            }}
          />
          <SectionCard title="Break something" purpose="Each installs a phone anew, and shows what the server says.">
            <div className={classes['breakages']}>
              {BREAKAGES.map((breakage) => (
                <div key={breakage}>
                  <Button
                    variant="default"
                    size="xs"
                    aria-disabled={busy}
                    aria-describedby={`does-${breakage}`}
                    onClick={() => follow(() => trial.startBroken(plan, breakage))}
                  >
                    {BREAKAGE_WORDS[breakage].title}
                  </Button>
                  <Text id={`does-${breakage}`} fz="xs" c="dimmed" mt={4}>
                    {BREAKAGE_WORDS[breakage].does}
                  </Text>
                </div>
              ))}
            </div>
          </SectionCard>
        </Stack>
        <Stack gap="lg" miw={0}>
          {screen.name === 'end' && <Result outcome={screen.outcome} broken={screen.broken} />}
          {screen.name === 'fault' && <ErrorState error={screen.error} />}
          <Wire steps={steps} selected={selected} onSelect={setSelected} />
        </Stack>
      </div>
      <CodePanel application={application} provider={provider} plan={plan} />
    </Stack>
  );
}

interface WireProps {
  steps: readonly Step[];
  selected: number | undefined;
  onSelect: (id: number) => void;
}

/** The diagram, and below it the HTTP of the step that was chosen, or of the last one. */
function Wire({ steps, selected, onSelect }: WireProps) {
  const shown = steps.find(({ id }) => id === selected) ?? steps.findLast(({ http }) => http !== undefined);
  return (
    <SectionCard title="Who says what to whom" purpose="Choose a step to see its HTTP. Secrets are shortened.">
      {steps.length === 0 ? (
        <Text c="dimmed">Press Install and sign in on the phone.</Text>
      ) : (
        <Stack gap="md">
          <Sequence steps={steps} selected={shown?.id} onSelect={onSelect} />
          {shown?.http && (
            <Stack gap="xs">
              <CodeBlock label={`Request: ${shown.label}`} text={shown.http.request} />
              {shown.http.assertion && (
                <CodeBlock
                  label="What the client assertion says"
                  text={JSON.stringify(shown.http.assertion, null, 2)}
                />
              )}
              <CodeBlock label="Response" text={shown.http.response} />
            </Stack>
          )}
          <Box c="dimmed" fz="xs">
            Your API is played by the console, which asks in its place; a real one sends the token to
            /oauth/api/v2/token/introspect with credentials of its own.
          </Box>
        </Stack>
      )}
    </SectionCard>
  );
}
