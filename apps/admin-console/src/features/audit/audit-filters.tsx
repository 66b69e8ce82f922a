import { useState, type FormEvent } from 'react';
import { Button, Group, TextInput } from '@mantine/core';
import { readAuditSearch, type AuditSearch } from './audit-search.js';

interface Props {
  search: AuditSearch;
  onApply: (search: AuditSearch) => void;
}

/** What the history is narrowed to. Pass a new `key` when the URL changes by other means. */
export function AuditFilters({ search, onApply }: Props) {
  const [draft, setDraft] = useState(search);
  const apply = (event: FormEvent) => {
    event.preventDefault();
    onApply(readAuditSearch({ ...draft }));
  };
  const exact = { autoComplete: 'off', spellCheck: false, style: { flex: '1 1 14rem' } } as const;
  return (
    <Group component="form" aria-label="Filters" align="flex-end" gap="sm" mb="sm" onSubmit={apply}>
      <TextInput
        {...exact}
        label="About"
        placeholder="An identifier"
        value={draft.subject ?? ''}
        onChange={(event) => setDraft({ ...draft, subject: event.currentTarget.value })}
      />
      <TextInput
        {...exact}
        label="By"
        placeholder="An e-mail address or API client"
        value={draft.actor ?? ''}
        onChange={(event) => setDraft({ ...draft, actor: event.currentTarget.value })}
      />
      <Group gap="xs">
        <Button type="submit" variant="default">
          Apply
        </Button>
        {Object.keys(search).length > 0 && (
          <Button variant="subtle" onClick={() => onApply({})}>
            Clear
          </Button>
        )}
      </Group>
    </Group>
  );
}
