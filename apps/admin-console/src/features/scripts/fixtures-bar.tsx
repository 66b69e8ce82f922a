import { useState } from 'react';
import { Autocomplete, Button, Group, NativeSelect, Popover, Switch } from '@mantine/core';
import { IconDeviceFloppy, IconTrash } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { FixtureName, type ScriptFixture } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { keys } from '../../lib/queries/keys.js';
import { scriptFixturesQuery } from '../../lib/queries/scripts.js';
import { confirmWithReason, toastDone, toastFailure } from '../../ui/confirm.js';
import type { TestRun } from './use-test-run.js';

/** Suggested names: cases that every provider should be tested with. */
const SUGGESTED = ['success', 'retry', 'fatal', 'scheme down'];

interface Props {
  /** Undefined while the provider is not stored: nothing can be saved for it then. */
  provider: string | undefined;
  /** Test inputs that came with a template. */
  brought: readonly ScriptFixture[];
  testRun: TestRun;
  readOnly: boolean;
}

/** Saved inputs for test runs: load one, save the current input under a name, delete one. */
export function FixturesBar({ provider, brought, testRun, readOnly }: Props) {
  const queryClient = useQueryClient();
  const stored = useQuery({ ...scriptFixturesQuery(provider ?? ''), enabled: provider !== undefined });
  const [chosen, setChosen] = useState('');
  const fixtures = stored.data?.items ?? brought;
  const isStored = stored.data?.items.some(({ name }) => name === chosen) ?? false;

  const choose = (name: string) => {
    setChosen(name);
    const fixture = fixtures.find((one) => one.name === name);
    if (fixture) testRun.use(fixture);
  };
  const change = async (work: () => Promise<unknown>, name: string, done: string) => {
    try {
      await work();
      await queryClient.invalidateQueries({ queryKey: keys.scriptFixtures(provider!) });
      setChosen(name);
      toastDone(done);
    } catch (thrown) {
      toastFailure(thrown);
    }
  };

  const remove = async (identifier: string) => {
    const sure = await confirmWithReason({
      title: `Delete the input "${chosen}"?`,
      text: 'Test runs of others have it no longer either.',
      confirm: 'Delete input',
    });
    if (!sure) return;
    const path = { identifier, name: chosen };
    const work = () => call('deleteScriptFixture', { path, reason: sure.reason });
    await change(work, '', `The input "${chosen}" was deleted`);
  };

  return (
    <Group gap="md" mb="sm" align="flex-end">
      <NativeSelect
        label="Saved input"
        value={chosen}
        onChange={(event) => choose(event.currentTarget.value)}
        data={[
          { value: '', label: fixtures.length === 0 ? 'None yet' : 'Choose…' },
          ...fixtures.map(({ name }) => ({ value: name, label: name })),
        ]}
      />
      {provider !== undefined && !readOnly && (
        <Group gap={4}>
          <SaveButton
            suggested={chosen}
            disabled={testRun.content() === undefined}
            onSave={(name) => {
              const body = testRun.content();
              if (!body) return;
              const save = () => call('storeScriptFixture', { path: { identifier: provider, name }, body });
              void change(save, name, `The input "${name}" was saved`);
            }}
          />
          {isStored && (
            <Button
              variant="subtle"
              color="gray"
              leftSection={<IconTrash size={15} aria-hidden />}
              onClick={() => void remove(provider)}
            >
              Delete
            </Button>
          )}
        </Group>
      )}
      <Switch
        label="Scheme is down"
        description="Every request of the script fails."
        checked={testRun.schemeDown}
        onChange={(event) => testRun.setSchemeDown(event.currentTarget.checked)}
      />
    </Group>
  );
}

function SaveButton({
  suggested,
  disabled,
  onSave,
}: {
  suggested: string;
  disabled: boolean;
  onSave: (name: string) => void;
}) {
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState('');
  const usable = FixtureName.safeParse(name);
  const save = () => {
    if (!usable.success) return;
    setOpened(false);
    onSave(usable.data);
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" withArrow trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant="subtle"
          leftSection={<IconDeviceFloppy size={15} aria-hidden />}
          disabled={disabled}
          onClick={() => {
            setName(suggested);
            setOpened((before) => !before);
          }}
        >
          Save input
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Group gap="xs" align="flex-end" wrap="nowrap">
          <Autocomplete
            label="Name of the input"
            data={SUGGESTED}
            value={name}
            onChange={setName}
            maxLength={64}
            comboboxProps={{ withinPortal: false }}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              // Otherwise Enter would submit the provider's form.
              event.preventDefault();
              save();
            }}
          />
          <Button disabled={!usable.success} onClick={save}>
            Save
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
}
