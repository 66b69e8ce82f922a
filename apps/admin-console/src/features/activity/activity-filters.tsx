import { useState, type FormEvent } from 'react';
import { ActionIcon, Button, Checkbox, Group, MultiSelect, Paper, Select, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { asMoment } from '../../lib/moments.js';
import { TEXT_FILTERS, fromLocalField, toLocalField, type ActivitySearch, type TextFilter } from './activity-search.js';
import { eventChoices, eventInWords } from '../../lib/event-words.js';
import classes from './activity.module.css';

const CHOICES = eventChoices();
/** Frequent events are listed as counts or as single events. Both are shown unless one is chosen. */
const COUNTED = { counts: 'Only counts of a minute', singles: 'Only single events' } as const;
const TEXTS = Object.entries(TEXT_FILTERS) as [TextFilter, string][];

interface Props {
  search: ActivitySearch;
  onApply: (search: ActivitySearch) => void;
}

/** The form behind the "Filters" button. Pass a new `key` when the URL changes by other means. */
export function ActivityFilters({ search, onApply }: Props) {
  const [draft, setDraft] = useState(search);
  const set = (changes: ActivitySearch) => setDraft((before) => ({ ...before, ...changes }));
  const apply = (event: FormEvent) => {
    event.preventDefault();
    const texts = TEXTS.map(([filter]) => [filter, draft[filter]?.trim() || undefined] as const);
    onApply({ ...draft, ...Object.fromEntries(texts), name: draft.name?.length ? draft.name : undefined });
  };
  return (
    <Paper withBorder p="md" mb="sm" component="form" aria-label="Filters" onSubmit={apply}>
      <div className={classes['filters']}>
        <MultiSelect
          label="Events"
          placeholder={draft.name?.length ? undefined : 'Any'}
          data={CHOICES}
          value={draft.name ?? []}
          onChange={(names) => set({ name: names })}
          searchable
          clearable
          hidePickedOptions
          className={classes['wide']}
          comboboxProps={{ withinPortal: false }}
        />
        {TEXTS.map(([filter, label]) => (
          <TextInput
            key={filter}
            label={label}
            value={draft[filter] ?? ''}
            onChange={(event) => set({ [filter]: event.currentTarget.value })}
            autoComplete="off"
            spellCheck={false}
            maxLength={255}
          />
        ))}
        <Select
          label="Counts"
          placeholder="Counts and single events"
          data={Object.entries(COUNTED).map(([value, label]) => ({ value, label }))}
          value={draft.counted === undefined ? null : draft.counted ? 'counts' : 'singles'}
          onChange={(choice) => set({ counted: choice === null ? undefined : choice === 'counts' })}
          clearable
          comboboxProps={{ withinPortal: false }}
        />
        <TextInput
          type="datetime-local"
          label="From"
          value={toLocalField(draft.from)}
          onChange={(event) => set({ from: fromLocalField(event.currentTarget.value) })}
        />
        <TextInput
          type="datetime-local"
          label="To"
          value={toLocalField(draft.to)}
          onChange={(event) => set({ to: fromLocalField(event.currentTarget.value) })}
        />
      </div>
      <Group justify="space-between" mt="md">
        <Checkbox
          label="Show introspections too"
          checked={draft.introspections === true}
          onChange={(event) => set({ introspections: event.currentTarget.checked || undefined })}
        />
        <Group gap="xs">
          <Button variant="default" size="xs" onClick={() => onApply({})}>
            Clear all
          </Button>
          <Button type="submit" size="xs">
            Apply filters
          </Button>
        </Group>
      </Group>
    </Paper>
  );
}

/** The active filters, each with a button that removes it. */
export function FilterChips({ search, onChange }: { search: ActivitySearch; onChange: (to: ActivitySearch) => void }) {
  const chips: { label: string; without: ActivitySearch }[] = [];
  for (const name of search.name ?? []) {
    const left = search.name!.filter((other) => other !== name);
    chips.push({ label: eventInWords(name), without: { name: left.length > 0 ? left : undefined } });
  }
  for (const [filter, label] of TEXTS) {
    if (search[filter] !== undefined)
      chips.push({ label: `${label}: ${search[filter]}`, without: { [filter]: undefined } });
  }
  if (search.counted !== undefined) {
    chips.push({ label: search.counted ? COUNTED.counts : COUNTED.singles, without: { counted: undefined } });
  }
  if (search.from !== undefined) chips.push({ label: `From ${asMoment(search.from)}`, without: { from: undefined } });
  if (search.to !== undefined) chips.push({ label: `To ${asMoment(search.to)}`, without: { to: undefined } });
  if (chips.length === 0) return null;
  return (
    <ul className={classes['chips']} aria-label="Filters in force">
      {chips.map(({ label, without }) => (
        <li key={label} className={classes['chip']}>
          {label}
          <ActionIcon
            size="xs"
            color="gray"
            aria-label={`Remove the filter ${label}`}
            onClick={() => onChange(without)}
          >
            <IconX size={12} aria-hidden />
          </ActionIcon>
        </li>
      ))}
    </ul>
  );
}
