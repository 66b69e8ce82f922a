import { useRef, useState } from 'react';
import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { IconFolder, IconUpload } from '@tabler/icons-react';
import { counted } from '../../lib/sentence.js';
import { asApiError } from '../../lib/api/api-error.js';
import { Notice } from '../../ui/notice.js';
import { type ChosenFiles, filesDropped, filesOf, readChosen } from './chosen-files.js';
import classes from './change-list.module.css';

interface Props {
  chosen: ChosenFiles;
  onChosen: (files: ChosenFiles) => void;
  pasted: string;
  onPasted: (text: string) => void;
}

/** Takes the files of a document: chosen, dropped, or pasted. What is chosen anew replaces what was chosen before. */
export function FilesField({ chosen, onChosen, pasted, onPasted }: Props) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [problem, setProblem] = useState<string>();

  const take = async (gather: () => Promise<{ path: string; file: File }[]>) => {
    setProblem(undefined);
    try {
      onChosen(await readChosen(await gather()));
    } catch (thrown) {
      setProblem(asApiError(thrown).message);
    }
  };
  const choose = (input: HTMLInputElement) => {
    const list = input.files;
    if (list && list.length > 0) void take(async () => filesOf(list)).then(() => (input.value = ''));
  };

  return (
    <Stack gap="sm">
      <div
        className={classes['drop']}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          const { dataTransfer } = event;
          void take(() => filesDropped(dataTransfer));
        }}
      >
        <Text mb="xs">Drop the folder, its files or a .zip file of them here, or choose them.</Text>
        <Group gap="xs">
          <Button
            variant="default"
            leftSection={<IconUpload size={16} aria-hidden />}
            onClick={() => files.current?.click()}
          >
            Choose files
          </Button>
          <Button
            variant="default"
            leftSection={<IconFolder size={16} aria-hidden />}
            onClick={() => folder.current?.click()}
          >
            Choose a folder
          </Button>
          <Text c="dimmed" size="sm" role="status">
            {chosen.size === 0 ? 'Nothing is chosen.' : `${counted(chosen.size, 'file|files')} chosen.`}
          </Text>
        </Group>
        <input
          ref={files}
          type="file"
          multiple
          hidden
          aria-label="Files of the configuration"
          accept=".yaml,.yml,.js,.json,.zip"
          onChange={(event) => choose(event.currentTarget)}
        />
        <input
          ref={folder}
          type="file"
          hidden
          aria-label="Folder of the configuration"
          {...{ webkitdirectory: '' }}
          onChange={(event) => choose(event.currentTarget)}
        />
      </div>
      {problem !== undefined && (
        <Notice tone="bad" role="alert">
          {problem}
        </Notice>
      )}
      <Textarea
        label="Or paste YAML"
        description="It is read together with the files that were chosen."
        autosize
        minRows={3}
        maxRows={16}
        value={pasted}
        onChange={(event) => onPasted(event.currentTarget.value)}
        spellCheck={false}
        autoComplete="off"
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
    </Stack>
  );
}
