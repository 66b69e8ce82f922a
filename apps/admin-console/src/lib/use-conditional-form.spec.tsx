import { describe, expect, it } from '@jest/globals';
import { act, renderHook, waitFor } from '@testing-library/react';
import { z } from 'zod';
import { ApiError } from './api/api-error.js';
import { useConditionalForm } from './use-conditional-form.js';

const Form = z.object({ name: z.string().min(1, 'is required'), validity: z.int() });
type Form = z.infer<typeof Form>;
interface Stored extends Form {
  etag: string;
}

/** Fake server: stores one record and refuses changes based on an older version. */
function server(record: Stored) {
  const received: { changes: Partial<Form>; etag: string }[] = [];
  return {
    received,
    changeElsewhere: (changes: Partial<Form>) => {
      record = { ...record, ...changes, etag: `${record.etag}'` };
    },
    save: (changes: Partial<Form>, etag: string): Promise<Stored> => {
      received.push({ changes, etag });
      if (etag !== record.etag)
        return Promise.reject(new ApiError(412, 'precondition_failed', 'Changed meanwhile.', 'e'));
      record = { ...record, ...changes, etag: `${record.etag}+` };
      return Promise.resolve(record);
    },
    readNewest: () => Promise.resolve(record),
  };
}

function open(stored: Stored) {
  const remote = server(stored);
  const { result } = renderHook(() =>
    useConditionalForm<Form, Stored>({
      stored,
      schema: Form,
      valuesOf: ({ name, validity }) => ({ name, validity }),
      save: remote.save,
      readNewest: remote.readNewest,
      onSaved: () => undefined,
    }),
  );
  const type = (member: keyof Form, value: string | number) =>
    act(() => result.current.form.setValue(member, value as never));
  const submit = () => act(() => result.current.submit());
  return { remote, editing: result, type, submit };
}

const stored: Stored = { name: 'City', validity: 300, etag: 'v1' };

describe('a form over a stored record', () => {
  it('has nothing to save until something differs, and nothing again when it is typed back', () => {
    const { editing, type } = open(stored);
    expect(editing.current.dirty).toBe(false);
    type('name', 'Town');
    expect(editing.current.changes).toEqual({ name: 'Town' });
    type('name', 'City');
    expect(editing.current.dirty).toBe(false);
  });

  it('sends only what changed, with the version it was made from', async () => {
    const { remote, editing, type, submit } = open(stored);
    type('validity', 600);
    submit();
    await waitFor(() => expect(editing.current.dirty).toBe(false));
    expect(remote.received).toEqual([{ changes: { validity: 600 }, etag: 'v1' }]);
    type('validity', 60);
    submit();
    await waitFor(() => expect(remote.received).toHaveLength(2));
    expect(remote.received[1]?.etag).toBe('v1+');
  });

  it('sends nothing that the schema refuses', async () => {
    const { remote, editing, type, submit } = open(stored);
    type('name', '');
    submit();
    await waitFor(() => expect(editing.current.form.formState.errors.name?.message).toBe('is required'));
    expect(remote.received).toEqual([]);
  });

  it('goes back to what is stored when the changes are discarded', () => {
    const { editing, type } = open(stored);
    type('name', 'Town');
    act(() => editing.current.discard());
    expect(editing.current.values).toEqual({ name: 'City', validity: 300 });
  });
});

describe('when somebody else saved first', () => {
  async function inConflict() {
    const opened = open(stored);
    opened.remote.changeElsewhere({ validity: 900 });
    opened.type('name', 'Town');
    opened.submit();
    await waitFor(() => expect(opened.editing.current.conflict).toBeDefined());
    return opened;
  }

  it('tells both sides and keeps what was typed', async () => {
    const { editing } = await inConflict();
    expect(editing.current.conflict).toMatchObject({ theirs: { validity: 900 }, mine: { name: 'Town' } });
    expect(editing.current.values.name).toBe('Town');
  });

  it('puts mine on top of the newest, to be saved as the next change', async () => {
    const { remote, editing, submit } = await inConflict();
    act(() => editing.current.keepMine());
    expect(editing.current.values).toEqual({ name: 'Town', validity: 900 });
    expect(editing.current.changes).toEqual({ name: 'Town' });
    submit();
    await waitFor(() => expect(editing.current.dirty).toBe(false));
    expect(remote.received.at(-1)).toEqual({ changes: { name: 'Town' }, etag: "v1'" });
  });

  it('or takes theirs, and then nothing is left to save', async () => {
    const { editing } = await inConflict();
    act(() => editing.current.takeTheirs());
    expect(editing.current.values).toEqual({ name: 'City', validity: 900 });
    expect(editing.current.dirty).toBe(false);
    expect(editing.current.conflict).toBeUndefined();
  });
});
