import { useState } from 'react';
import { Button, Group, Modal, Stack, Tabs, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { Application, ApplicationVersion, CreatedSoftwareStatement } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { keys } from '../../lib/queries/keys.js';
import { CodeBlock } from '../../ui/code-block.js';
import { ErrorState } from '../../ui/error-state.js';
import { Notice } from '../../ui/notice.js';
import { PLATFORM_NAMES } from './platforms.js';
import { snippetsOf } from './statement-snippets.js';

interface Props {
  application: Application;
  version: Pick<ApplicationVersion, 'platform' | 'version'>;
  onClose: () => void;
}

/** Exports a software statement for a version, and shows it with code that uses it. */
export function ExportStatementDialog({ application, version, onClose }: Props) {
  const [created, setCreated] = useState<CreatedSoftwareStatement>();
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Software statement for ${PLATFORM_NAMES[version.platform]} ${version.version}`}
      size={created ? 'xl' : 'lg'}
      closeOnClickOutside={!created}
    >
      {created ? (
        <Exported created={created} application={application} onClose={onClose} />
      ) : (
        <Question {...{ application, version, onClose }} onCreated={setCreated} />
      )}
    </Modal>
  );
}

function Question({
  application: { identifier, name },
  version: { platform, version },
  onClose,
  onCreated,
}: Props & { onCreated: (created: CreatedSoftwareStatement) => void }) {
  const queryClient = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const create = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const body = { application: identifier, app_platform: platform, app_version: version };
      onCreated(await call('createSoftwareStatement', { body }));
      void queryClient.invalidateQueries({ queryKey: keys.softwareStatements });
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };
  return (
    <Stack gap="md">
      <Text>
        {`A signed text that says “this is ${name}, ${PLATFORM_NAMES[platform]} ${version}”. Build it into this version of the app, and every installation registers itself with it: no initial access token has to be handed out.`}
      </Text>
      <Text>
        It is good until you revoke it here, or disable or remove the version. Whoever takes the app apart can take it
        out; it permits what installations do, and nothing else.
      </Text>
      {error !== undefined && <ErrorState error={error} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button data-autofocus loading={busy} onClick={() => void create()}>
          Export software statement
        </Button>
      </Group>
    </Stack>
  );
}

function Exported({
  created,
  application,
  onClose,
}: {
  created: CreatedSoftwareStatement;
  application: Application;
  onClose: () => void;
}) {
  const snippets = snippetsOf(window.location.origin, created, application.name);
  return (
    <Stack gap="md">
      <Notice tone="good" title="Build it into the app">
        <Text>The statement itself is not kept. If it is lost, export another and revoke this one.</Text>
      </Notice>
      <CodeBlock label="Software statement" text={created.software_statement} copy="Copy statement" />
      <Tabs defaultValue={created.app_platform === 'ios' ? 'swift' : 'kotlin'} keepMounted={false}>
        <Tabs.List mb="sm">
          {snippets.map(({ id, title }) => (
            <Tabs.Tab key={id} value={id}>
              {title}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {snippets.map(({ id, title, text }) => (
          <Tabs.Panel key={id} value={id}>
            <Stack gap="md">
              <CodeBlock label={id === 'json' ? 'Configuration of the app' : title} text={text} />
              {id === 'json' && <CodeBlock label="What it says" text={JSON.stringify(created.claims, null, 2)} />}
            </Stack>
          </Tabs.Panel>
        ))}
      </Tabs>
      <Group justify="flex-end">
        <Button onClick={onClose}>Done</Button>
      </Group>
    </Stack>
  );
}
