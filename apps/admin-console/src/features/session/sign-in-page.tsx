import { Box, Button, Paper, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useRouter, useSearch } from '@tanstack/react-router';
import { WordMark } from '../../ui/word-mark.js';
import { CredentialFields } from './credential-fields.js';
import { safeTarget } from './safe-target.js';
import { useSignIn } from './use-sign-in.js';
import classes from './sign-in-page.module.css';

export function SignInPage() {
  useDocumentTitle('Sign in · Passant');
  const router = useRouter();
  const { redirect } = useSearch({ from: '/sign-in' });
  const { form, submit } = useSignIn(() =>
    router.history.push(router.basepath.replace(/\/$/, '') + safeTarget(redirect)),
  );
  return (
    <main className={classes['page']}>
      <Box w="100%" maw={380}>
        <Box mb="lg" display="grid" style={{ justifyItems: 'center' }}>
          <WordMark />
        </Box>
        <Paper withBorder p="xl" shadow="xs">
          <Title order={1}>Sign in</Title>
          <Text c="dimmed" mt={2} mb="md">
            {redirect ? 'Sign in to go on to where you wanted to be.' : 'The admin console, for administrators.'}
          </Text>
          <form onSubmit={(event) => void submit(event)} noValidate>
            <CredentialFields form={form} focus="email" />
            <Button type="submit" fullWidth mt="lg" loading={form.formState.isSubmitting}>
              Sign in
            </Button>
          </form>
        </Paper>
        <Text ta="center" c="dimmed" fz="xs" mt="md">
          For people who are only passing through.
        </Text>
      </Box>
    </main>
  );
}
