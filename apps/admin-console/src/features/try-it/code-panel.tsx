import { useState } from 'react';
import { Button, Group, Stack, Tabs, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { PATHS, type Application, type IdentityProvider, type StartedTrial } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { asDate } from '../../lib/moments.js';
import { keys } from '../../lib/queries/keys.js';
import { toastDone } from '../../ui/confirm.js';
import { CodeBlock } from '../../ui/code-block.js';
import { ErrorState } from '../../ui/error-state.js';
import { Notice } from '../../ui/notice.js';
import { SectionCard } from '../../ui/section-card.js';
import { refusalsAhead } from './outlook.js';
import { schemeKeyAsPem, schemeOf } from './simulated-scheme.js';
import { curlSnippet } from './snippets/curl.js';
import { kotlinSnippet } from './snippets/kotlin.js';
import { playwrightSnippet } from './snippets/playwright.js';
import type { SnippetValues } from './snippets/snippet.js';
import { swiftSnippet } from './snippets/swift.js';
import { typescriptSnippet } from './snippets/typescript.js';
import type { TrialPlan } from './trial-phone.js';
import { beginTrial } from './use-trial.js';

interface Props {
  application: Application;
  provider: IdentityProvider;
  plan: Pick<TrialPlan, 'platform' | 'version'>;
}

interface Made {
  trial: StartedTrial;
  issuer: string;
  schemeKey: string | undefined;
}

/** Languages, and how each program is started. */
const LANGUAGES = [
  {
    id: 'curl',
    title: 'curl',
    how: 'Save it as phone.sh and run bash phone.sh. It needs curl and openssl.',
    write: curlSnippet,
  },
  {
    id: 'typescript',
    title: 'TypeScript',
    how: 'Save it as phone.ts and run node phone.ts. It needs Node 24.',
    write: typescriptSnippet,
  },
  {
    id: 'swift',
    title: 'Swift',
    how: 'Save it as phone.swift and run swift phone.swift. It needs a Mac with Xcode.',
    write: swiftSnippet,
  },
  {
    id: 'kotlin',
    title: 'Kotlin',
    how: 'Save it as phone.main.kts and run kotlin phone.main.kts. It needs Kotlin 2 and Java 17.',
    write: kotlinSnippet,
  },
  {
    id: 'playwright',
    title: 'Playwright test',
    how: 'Save it in a project that has @passant/playwright. It makes an application like this one where the test runs.',
    write: playwrightSnippet,
  },
] as const;

/** What the phone did, as programs that run as they are copied: with a trial of their own, so that they have a token. */
export function CodePanel({ application, provider, plan }: Props) {
  const queryClient = useQueryClient();
  const { identifier } = application;
  const refusals = refusalsAhead(application, provider, plan);
  const [made, setMade] = useState<Made>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setError(undefined);
    await work().catch(setError);
    setBusy(false);
    void queryClient.invalidateQueries({ queryKey: keys.initialAccessTokens });
    void queryClient.invalidateQueries({ queryKey: keys.registeredClients });
  };
  const make = () =>
    attempt(async () => {
      const issuer = await readIssuer();
      // Without init there is no challenge that the scheme could sign.
      const signs = schemeOf(provider) === 'signs' && provider.flow === 'TWO_STEP';
      const schemeKey = signs ? await schemeKeyAsPem() : undefined;
      setMade({ trial: await beginTrial(identifier), issuer, schemeKey });
    });
  const end = (id: string) =>
    attempt(async () => {
      await call('endTrial', { path: { identifier, id } });
      setMade(undefined);
      toastDone('The trial of the code has ended');
    });

  return (
    <SectionCard
      title="Copy as code"
      purpose="The same steps as a program that runs as it is copied. It gets an initial access token of its own."
    >
      <Stack gap="md">
        {error !== undefined && <ErrorState error={error} />}
        {refusals.length > 0 && (
          <Notice tone="warn" title="The server refuses these programs, as it refuses the phone">
            {refusals.map((reason) => (
              <Text key={reason}>{reason}</Text>
            ))}
          </Notice>
        )}
        {made ? (
          <Programs values={valuesOf(made, { application, provider, ...plan })}>
            <Group justify="space-between" gap="xs">
              <Text c="dimmed" maw={520}>
                {`The token in it is good for ${made.trial.registrations} installations until ${asDate(made.trial.expires_at)}. Then the server removes them; you can end it sooner.`}
              </Text>
              <Button variant="default" loading={busy} onClick={() => void end(made.trial.id)}>
                End the trial of the code
              </Button>
            </Group>
          </Programs>
        ) : (
          <Group>
            <Button variant="default" loading={busy} onClick={() => void make()}>
              Make code that runs
            </Button>
          </Group>
        )}
      </Stack>
    </SectionCard>
  );
}

function Programs({ values, children }: { values: SnippetValues; children: React.ReactNode }) {
  return (
    <>
      <Tabs defaultValue="curl" keepMounted={false}>
        <Tabs.List mb="sm">
          {LANGUAGES.map(({ id, title }) => (
            <Tabs.Tab key={id} value={id}>
              {title}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {LANGUAGES.map(({ id, title, how, write }) => (
          <Tabs.Panel key={id} value={id}>
            <Stack gap="xs">
              <Text>{how}</Text>
              <CodeBlock label={title} text={write(values)} copy="Copy code" />
            </Stack>
          </Tabs.Panel>
        ))}
      </Tabs>
      {children}
    </>
  );
}

function valuesOf({ trial, issuer, schemeKey }: Made, about: Props['plan'] & Omit<Props, 'plan'>): SnippetValues {
  return {
    ...about,
    origin: window.location.origin,
    issuer,
    schemeKey,
    initialAccessToken: trial.initial_access_token,
  };
}

/** The server's own name for itself, which is the only audience it takes. */
async function readIssuer(): Promise<string> {
  const response = await fetch(PATHS.openIdConfiguration, { credentials: 'omit' });
  return ((await response.json()) as { issuer: string }).issuer;
}
