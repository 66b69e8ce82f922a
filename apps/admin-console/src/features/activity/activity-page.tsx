import { useCallback, useState } from 'react';
import { Button, Group } from '@mantine/core';
import { IconFilter, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import type { AuditEvent } from '@passant/contracts';
import { PageHeader } from '../../ui/page-header.js';
import { Status } from '../../ui/status.js';
import { ActivityFilters, FilterChips } from './activity-filters.js';
import { ActivityList } from './activity-list.js';
import { countFilters, filtersOf, type ActivitySearch } from './activity-search.js';
import { EventPanel } from './event-panel.js';
import { OpenRefusal } from './open-refusal.js';
import { RefusalPanel } from './refusal-panel.js';
import { useActivitySearch } from './use-activity-search.js';

/** The live view of the server's events. */
export function ActivityPage() {
  const { search, change, replaceAll } = useActivitySearch();
  const [showsFilters, setShowsFilters] = useState(false);
  const [live, setLive] = useState(false);
  const [opened, setOpened] = useState<AuditEvent>();
  const filters = filtersOf(search);
  const count = countFilters(search);
  const openRefusal = useCallback(
    (refusal: string) => {
      setOpened(undefined);
      change({ refusal });
    },
    [change],
  );
  const apply = (changes: ActivitySearch) => {
    setOpened(undefined);
    change(changes);
  };
  return (
    <>
      <PageHeader
        title="Activity"
        purpose="Registrations, tokens, callers that were refused, and who changed what. Of stateless registrations nothing here says who the person was."
        details={live ? <Status tone="on">Live</Status> : undefined}
        actions={
          <Button
            variant="default"
            aria-pressed={live}
            leftSection={live ? <IconPlayerPause size={15} aria-hidden /> : <IconPlayerPlay size={15} aria-hidden />}
            onClick={() => setLive(!live)}
          >
            {live ? 'Pause' : 'Watch live'}
          </Button>
        }
      />
      <Group justify="space-between" align="flex-end" mb="sm" gap="sm">
        <Button
          variant="default"
          aria-expanded={showsFilters}
          leftSection={<IconFilter size={15} aria-hidden />}
          onClick={() => setShowsFilters(!showsFilters)}
        >
          {count === 0 ? 'Filters' : `Filters (${count})`}
        </Button>
        <OpenRefusal onOpen={openRefusal} />
      </Group>
      {showsFilters && (
        <ActivityFilters
          key={JSON.stringify({ ...search, refusal: undefined })}
          search={search}
          onApply={(next) => replaceAll(next)}
        />
      )}
      <FilterChips search={search} onChange={change} />
      <ActivityList
        filters={filters}
        narrowed={count > 0}
        live={live}
        onOpen={setOpened}
        onRefusal={openRefusal}
        onClear={() => replaceAll({})}
      />
      <EventPanel event={opened} onClose={() => setOpened(undefined)} onFilter={apply} onRefusal={openRefusal} />
      <RefusalPanel errorId={search.refusal} onClose={() => change({ refusal: undefined })} />
    </>
  );
}
