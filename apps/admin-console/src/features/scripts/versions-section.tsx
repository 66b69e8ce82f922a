import { useState } from 'react';
import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import type { IdentityProvider, ProviderScripts, ScriptVersionSummary } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { asDate } from '../../lib/moments.js';
import { keys } from '../../lib/queries/keys.js';
import { scriptVersionList } from '../../lib/queries/scripts.js';
import { toastDone, toastFailure } from '../../ui/confirm.js';
import { DataTable, columnsOf } from '../../ui/data-table.js';
import { ErrorState } from '../../ui/error-state.js';
import { TableSkeleton } from '../../ui/loading-skeleton.js';
import { SectionCard } from '../../ui/section-card.js';
import { Status } from '../../ui/status.js';
import { VersionComparison } from './version-comparison.js';

interface Props {
  provider: IdentityProvider;
  scripts: ProviderScripts;
  scriptsChanged: boolean;
  readOnly: boolean;
  onActivated: (provider: IdentityProvider) => void;
  onKept: () => void;
}

const column = columnsOf<ScriptVersionSummary>();

/** Lists every version of a provider's scripts. Any two can be compared, and an older one can be activated. */
export function VersionsSection({ provider, scripts, scriptsChanged, readOnly, onActivated, onKept }: Props) {
  const { identifier, etag } = provider;
  const queryClient = useQueryClient();
  const query = useInfiniteQuery(scriptVersionList(identifier));
  const versions = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const [marked, setMarked] = useState<number[]>([]);
  const [compared, setCompared] = useState<readonly [number, number]>();
  const [busy, setBusy] = useState(false);

  const work = async (action: () => Promise<void>) => {
    setBusy(true);
    try {
      await action();
    } catch (thrown) {
      toastFailure(thrown);
    }
    setBusy(false);
    void queryClient.invalidateQueries({ queryKey: keys.scriptVersions(identifier) });
    void queryClient.invalidateQueries({ queryKey: keys.shadowRun(identifier) });
  };
  const activate = (version: number) =>
    work(async () => {
      const path = { identifier, version: String(version) };
      onActivated(await call('activateScriptVersion', { path, etag }));
      toastDone(`Version ${version} is in use`);
    });
  const keep = () =>
    work(async () => {
      const { version } = await call('createScriptVersion', { path: { identifier }, body: { scripts } });
      onKept();
      toastDone(`Version ${version} was kept as a candidate`);
    });
  const mark = (version: number, isMarked: boolean) =>
    setMarked((before) => (isMarked ? [...before.slice(-1), version] : before.filter((one) => one !== version)));
  const compare = () => {
    const [one, other] = marked;
    if (one !== undefined && other !== undefined) setCompared([Math.min(one, other), Math.max(one, other)]);
  };

  const columns = column.columns([
    column.display({
      id: 'mark',
      header: 'Compare',
      meta: { hiddenHeader: true },
      cell: ({ row: { original } }) => (
        <Checkbox
          aria-label={`Compare version ${original.version}`}
          checked={marked.includes(original.version)}
          onChange={(event) => mark(original.version, event.currentTarget.checked)}
        />
      ),
    }),
    column.accessor('version', { header: 'Version', cell: ({ getValue }) => `${getValue()}` }),
    column.accessor('created_at', { header: 'Saved', cell: ({ getValue }) => asDate(getValue()) }),
    column.accessor('author', { header: 'By', cell: ({ getValue }) => getValue() ?? 'The server' }),
    column.accessor('comment', { header: 'Comment', cell: ({ getValue }) => getValue() ?? '–' }),
    column.display({
      id: 'use',
      header: 'In use',
      meta: { align: 'right' },
      cell: ({ row: { original } }) =>
        original.active ? (
          <Status tone="on">In use</Status>
        ) : (
          !readOnly && (
            <Button
              size="compact-sm"
              variant="default"
              disabled={busy || scriptsChanged}
              aria-label={`Use version ${original.version}`}
              onClick={() => void activate(original.version)}
            >
              Use
            </Button>
          )
        ),
    }),
  ]);

  return (
    <SectionCard
      id="versions"
      title="Versions"
      purpose="Every save of the scripts. Whoever began a registration with one version ends it with that version."
      aside={
        !readOnly && (
          <Button variant="default" disabled={!scriptsChanged || busy} onClick={() => void keep()}>
            Keep as candidate
          </Button>
        )
      }
    >
      {query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <TableSkeleton rows={3} />
      ) : (
        <Stack gap="sm">
          {scriptsChanged && !readOnly && (
            <Text c="dimmed" fz="xs">
              The editor holds changes: save them, keep them as a candidate, or discard them before you use another
              version.
            </Text>
          )}
          <DataTable
            label="Versions of the scripts"
            columns={columns}
            rows={versions}
            rowId={({ version }) => String(version)}
          />
          <Group gap="xs">
            <Button variant="default" disabled={marked.length !== 2} onClick={compare}>
              Compare the two marked
            </Button>
            {query.hasNextPage && (
              <Button variant="subtle" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                Show older versions
              </Button>
            )}
          </Group>
        </Stack>
      )}
      {compared && (
        <VersionComparison identifier={identifier} versions={compared} onClose={() => setCompared(undefined)} />
      )}
    </SectionCard>
  );
}
