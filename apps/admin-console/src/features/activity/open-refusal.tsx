import { useState } from 'react';
import { Button, Group, TextInput } from '@mantine/core';

/** Input for the `error_id` that an app developer received in a response. */
export function OpenRefusal({ onOpen }: { onOpen: (errorId: string) => void }) {
  const [typed, setTyped] = useState('');
  const errorId = typed.trim();
  return (
    <form
      aria-label="Open a refusal"
      style={{ flex: '0 1 34rem' }}
      onSubmit={(event) => {
        event.preventDefault();
        if (errorId !== '') onOpen(errorId);
      }}
    >
      <Group gap="xs">
        <TextInput
          aria-label="Error id"
          placeholder="error_id of a refused request"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
          maxLength={128}
          flex="1 1 13rem"
        />
        <Button type="submit" variant="default" disabled={errorId === ''}>
          Open the refusal
        </Button>
      </Group>
    </form>
  );
}
