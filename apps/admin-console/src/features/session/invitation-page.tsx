import { useState } from 'react';
import { zodResolver } from '@hookform/resolvers/zod';
import { Anchor, Box, Button, Paper, PasswordInput, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { Link, useLocation } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import { AcceptInvitation, type AcceptedInvitation } from '@passant/contracts';
import { asApiError } from '../../lib/api/api-error.js';
import { call } from '../../lib/api/client.js';
import { messageOf, showFieldErrors } from '../../lib/form-errors.js';
import { Notice } from '../../ui/notice.js';
import { WordMark } from '../../ui/word-mark.js';
import classes from './sign-in-page.module.css';

/** Where somebody who was invited chooses a password. The token follows `#` in the address. */
export function InvitationPage() {
  useDocumentTitle('Invitation · Passant');
  const token = useLocation().hash;
  const [accepted, setAccepted] = useState<AcceptedInvitation>();
  return (
    <main className={classes['page']}>
      <Box w="100%" maw={380}>
        <Box mb="lg" display="grid" style={{ justifyItems: 'center' }}>
          <WordMark />
        </Box>
        <Paper withBorder p="xl" shadow="xs">
          <Title order={1}>{accepted ? 'You are in' : 'You are invited'}</Title>
          {accepted ? <Accepted {...accepted} /> : <PasswordForm token={token} onAccepted={setAccepted} />}
        </Paper>
      </Box>
    </main>
  );
}

function Accepted({ email, role }: AcceptedInvitation) {
  return (
    <>
      <Text mt={2} mb="md" style={{ overflowWrap: 'anywhere' }}>{`Sign in as ${email}. Your role is ${role}.`}</Text>
      <Button component={Link} to="/sign-in" fullWidth>
        Sign in
      </Button>
    </>
  );
}

interface Props {
  token: string;
  onAccepted: (accepted: AcceptedInvitation) => void;
}

function PasswordForm({ token, onAccepted }: Props) {
  const form = useForm({ resolver: zodResolver(AcceptInvitation), defaultValues: { token, password: '' } });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (valid) => {
    try {
      onAccepted(await call('acceptInvitation', { body: valid }));
    } catch (thrown) {
      const error = asApiError(thrown);
      if (showFieldErrors(error, ['password'], form.setError).length > 0 || Object.keys(error.fields).length === 0) {
        form.setError('root', { message: error.message });
      }
    }
  });
  if (token === '') {
    return (
      <>
        <Text mt={2} mb="md">
          The address is not whole: what follows # in it is missing. Open it again as you got it.
        </Text>
        <Anchor component={Link} to="/sign-in">
          Sign in instead
        </Anchor>
      </>
    );
  }
  return (
    <>
      <Text c="dimmed" mt={2} mb="md">
        Choose a password for the admin console. The invitation is good once.
      </Text>
      <form onSubmit={(event) => void submit(event)} noValidate>
        {errors.root?.message && (
          <Notice role="alert" tone="bad">
            {errors.root.message}
          </Notice>
        )}
        <PasswordInput
          label="Password"
          description="At least 12 characters."
          autoComplete="new-password"
          autoFocus
          mt="sm"
          error={messageOf(errors.password)}
          {...form.register('password')}
        />
        <Button type="submit" fullWidth mt="lg" loading={isSubmitting}>
          Become an administrator
        </Button>
      </form>
    </>
  );
}
