import { useState } from 'react';
import { Button, Group, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { call } from '../../lib/api/client.js';
import { counted } from '../../lib/sentence.js';
import { toastDone } from '../../ui/confirm.js';
import { ErrorState } from '../../ui/error-state.js';
import { SectionCard } from '../../ui/section-card.js';
import { zipOf } from './export-files.js';

/** Downloads the configuration as the files that the command writes. */
export function ExportSection() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const download = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const { configuration } = await call('exportConfiguration');
      const { zip, count } = zipOf(configuration);
      save(zip);
      toastDone(`Exported: ${counted(count, 'file|files')}`);
    } catch (thrown) {
      setError(thrown);
    }
    setBusy(false);
  };
  return (
    <SectionCard
      id="export"
      title="Export"
      purpose="Everything that is configured here, as YAML files with a JSON Schema, and the scripts as files. Secrets are references, never values."
    >
      {error !== undefined && <ErrorState error={error} />}
      <Group gap="md">
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          loading={busy}
          onClick={() => void download()}
        >
          Download the files
        </Button>
        <Text c="dimmed" size="sm">
          The same bytes as <code>npm run config -- export</code> writes, in a .zip file.
        </Text>
      </Group>
    </SectionCard>
  );
}

function save(zip: Uint8Array<ArrayBuffer>): void {
  const address = URL.createObjectURL(new Blob([zip], { type: 'application/zip' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = 'passant.zip';
  link.click();
  URL.revokeObjectURL(address);
}
