import { useEffect, useId, useMemo, useState } from 'react';
import { Combobox, Kbd, Modal, Text, TextInput, VisuallyHidden, useVirtualizedCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { call } from '../../lib/api/client.js';
import { arrive } from '../../lib/arrival.js';
import { useMay } from '../../lib/queries/session.js';
import { counted } from '../../lib/sentence.js';
import { ErrorState } from '../../ui/error-state.js';
import { entryOf } from './finding-words.js';
import {
  type Entry,
  type Target,
  grouped,
  inGroups,
  matching,
  mayBeIdentifier,
  mayStandInAddress,
  recordEntries,
} from './palette-entries.js';
import { useInventory } from './use-inventory.js';
import classes from './palette.module.css';

/** Maximum number of entries shown for a text. */
const MOST = 40;
/** Milliseconds without typing after which a text is asked about. */
const SETTLED_MS = 200;

/** The padding of other dialogs, which their contents have as well. */
const HEADER = { header: { padding: '12px 14px 0' } };

interface Props {
  opened: boolean;
  onClose: () => void;
  /** Pages and actions, which are shown from the start. */
  fixed: readonly Entry[];
}

/**
 * Goes anywhere and does what can be done, by any word of it, and tells what an identifier from a log stands for. What is
 * typed is neither kept nor put into an address: it may be a secret that was pasted by mistake.
 */
export function Palette({ opened, onClose, fixed }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Go to, do or find"
      size={640}
      yOffset="8dvh"
      padding={0}
      styles={HEADER}
      // Where the focus goes depends on what was chosen.
      returnFocus={false}
    >
      {opened && <Search fixed={fixed} onClose={onClose} />}
    </Modal>
  );
}

function Search({ fixed, onClose }: Omit<Props, 'opened'>) {
  const [text, setText] = useState('');
  // An entry and not an index: what the server finds is put before what was selected.
  const [selected, setSelected] = useState<string>();
  const navigate = useNavigate();
  const base = useId();
  const optionId = (index: number) => `${base}-${index}`;
  const found = useFindings(text);
  const { entries, matches } = useEntries(fixed, text, found.entries);
  const index =
    entries.length === 0
      ? -1
      : Math.max(
          0,
          entries.findIndex(({ id }) => id === selected),
        );

  const leaveFor = async (target: Target) => {
    await navigate(target as never);
    arrive(target.hash);
  };
  const choose = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    if (typeof entry.does === 'function') entry.does();
    else void leaveFor(entry.does);
  };
  const store = useVirtualizedCombobox({
    opened: true,
    totalOptionsCount: entries.length,
    getOptionId: optionId,
    selectedOptionIndex: index,
    setSelectedOptionIndex: (at) => setSelected(entries[at]?.id),
    onSelectedOptionSubmit: (at) => choose(entries[at]),
  });
  useEffect(() => {
    document.getElementById(`${base}-${index}`)?.scrollIntoView({ block: 'nearest' });
  }, [base, index]);

  return (
    <Combobox store={store} onOptionSubmit={(id) => choose(entries.find((entry) => entry.id === id))}>
      <div className={classes['search']}>
        <Combobox.EventsTarget
          withExpandedAttribute
          aria-expanded={entries.length > 0}
          aria-controls={`${base}-list`}
          aria-activedescendant={entries.length === 0 ? undefined : optionId(index)}
          // Escape closes the dialog: there is no list of its own to close first.
          data-mantine-stop-propagation={false}
        >
          <TextInput
            data-autofocus
            aria-label="A word, or an identifier from a log"
            placeholder="Name, page, setting, error_id, client id, hash of a token"
            leftSection={<IconSearch size={16} aria-hidden />}
            value={text}
            // A check of the spelling may send what is typed elsewhere.
            spellCheck={false}
            autoCapitalize="off"
            maxLength={4096}
            onChange={(event) => {
              setText(event.currentTarget.value);
              setSelected(undefined);
            }}
          />
        </Combobox.EventsTarget>
      </div>
      <Combobox.Options
        id={`${base}-list`}
        aria-label="Matches"
        className={classes['list']}
        hidden={entries.length === 0}
      >
        {grouped(entries).map(({ group, lines }) => (
          <Combobox.Group key={group} label={group} classNames={{ groupLabel: classes['group'] }}>
            {lines.map((entry) => (
              <Combobox.Option
                key={entry.id}
                id={optionId(entries.indexOf(entry))}
                value={entry.id}
                aria-selected={entry === entries[index]}
                className={classes['option']}
              >
                <span>{entry.title}</span>
                {entry.note && <span className={classes['note']}>{entry.note}</span>}
              </Combobox.Option>
            ))}
          </Combobox.Group>
        ))}
      </Combobox.Options>
      <Feedback found={found} matches={matches} isEmpty={text.trim() === ''} />
      <Text className={classes['keys']} visibleFrom="sm">
        <Kbd size="xs">↑</Kbd> <Kbd size="xs">↓</Kbd> choose, <Kbd size="xs">Enter</Kbd> go, <Kbd size="xs">Esc</Kbd>{' '}
        close
      </Text>
    </Combobox>
  );
}

interface Entries {
  /** All lines, in the order in which they are shown. */
  entries: Entry[];
  /** How many of them match what was typed; the others offer to search elsewhere. */
  matches: number;
}

function useEntries(fixed: readonly Entry[], text: string, found: readonly Entry[]): Entries {
  const inventory = useInventory();
  const { applications, providers, webClients, apiClients, webHooks, scopes, tokens } = inventory;
  const all = useMemo(
    () => [...fixed, ...recordEntries({ applications, providers, webClients, apiClients, webHooks, scopes, tokens })],
    [fixed, applications, providers, webClients, apiClients, webHooks, scopes, tokens],
  );
  // Not deferred: Enter chooses what belongs to the text that was typed before it.
  const local = useMemo(() => matching(all, text, MOST), [all, text]);
  const shown = new Set(found.map(({ id }) => id));
  const matches = [...found, ...local.filter(({ id }) => !shown.has(id))];
  return { entries: inGroups([...matches, ...searchesOf(text)]), matches: matches.length };
}

/** Lists that are too long to be searched here. */
function searchesOf(text: string): Entry[] {
  if (!mayStandInAddress(text)) return [];
  const q = text.trim();
  return [
    { title: `App installations with “${q}”`, to: '/app-installations' },
    { title: `Clients with “${q}”`, to: '/clients' },
    { title: `Initial access tokens with “${q}”`, to: '/configuration/initial-access-tokens' },
  ].map(({ title, to }) => ({ id: `search ${to}`, group: 'Search the lists', title, does: { to, search: { q } } }));
}

interface Found {
  entries: Entry[];
  state: 'idle' | 'asking' | 'asked' | 'failed';
  error: unknown;
  again: () => void;
}

/** What the server knows of a text that may be an identifier. Nothing is cached: the text may be a secret. */
function useFindings(text: string): Found {
  const [settled] = useDebouncedValue(text, SETTLED_MS);
  const maySee = useMay()('search');
  const isAsked = (candidate: string) => maySee && mayBeIdentifier(candidate);
  const { mutate, reset, data, variables, status, error } = useMutation({
    mutationFn: (identifier: string) => call('search', { body: { identifier } }),
    gcTime: 0,
  });
  const toAsk = isAsked(settled) ? settled : undefined;
  useEffect(() => {
    if (toAsk === undefined) reset();
    else mutate(toAsk);
  }, [toAsk, mutate, reset]);
  const isCurrent = variables === text && isAsked(text);
  const states = { idle: 'asking', pending: 'asking', success: 'asked', error: 'failed' } as const;
  return {
    entries: isCurrent ? (data?.items ?? []).map(entryOf) : [],
    state: !isAsked(text) ? 'idle' : isCurrent ? states[status] : 'asking',
    error,
    again: () => mutate(text),
  };
}

/** Tells in words what came of the search, also to those who do not see the list. */
function Feedback({ found, matches, isEmpty }: { found: Found; matches: number; isEmpty: boolean }) {
  const words = isEmpty ? '' : wordsOf(found.state, matches);
  return (
    <>
      {found.state === 'failed' && <ErrorState error={found.error} onRetry={found.again} />}
      {/* Always there, because what appears together with its words is not read out. */}
      <div role="status">
        {matches > 0 ? (
          <VisuallyHidden>{words}</VisuallyHidden>
        ) : (
          words !== '' && <Text className={classes['state']}>{words}</Text>
        )}
      </div>
    </>
  );
}

function wordsOf(state: Found['state'], matches: number): string {
  if (matches > 0) return counted(matches, 'match|matches');
  switch (state) {
    case 'idle':
      return 'Nothing is called like this.';
    case 'asking':
      return 'Looking it up…';
    case 'failed':
      return '';
    case 'asked':
      return 'Nothing is known of this. A refusal is explained for fifteen minutes, events are kept for as long as the server is set to, and a token that was revoked is forgotten. What you typed was compared and is not kept.';
  }
}
