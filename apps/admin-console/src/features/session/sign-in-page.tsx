import { Box, Divider, Paper, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { signInWaysQuery } from '../../lib/queries/session.js';
import { LanguageLinks } from '../../ui/language-links.js';
import { WordMark } from '../../ui/word-mark.js';
import { CompanySignIn } from './company-sign-in.js';
import { safeTarget } from './safe-target.js';
import { SignInSteps } from './sign-in-steps.js';
import { WayIn } from './way-in.js';
import classes from './sign-in-page.module.css';

export function SignInPage() {
  useDocumentTitle('Sign in · Passant');
  const router = useRouter();
  const { redirect } = useSearch({ from: '/sign-in' });
  const { company, passwords = true } = useQuery(signInWaysQuery).data ?? {};
  const proceed = () => router.history.push(router.basepath.replace(/\/$/, '') + safeTarget(redirect));
  const introduction = (
    <Text c="dimmed" mt={2} mb="md">
      {redirect ? 'Sign in to go on to where you wanted to be.' : 'The admin console, for administrators.'}
    </Text>
  );
  return (
    <main className={classes['page']}>
      <Box w="100%" maw={380}>
        <Box mb="lg" display="grid" style={{ justifyItems: 'center' }}>
          <WordMark />
        </Box>
        <Paper withBorder p="xl" shadow="xs">
          <Title order={1}>Sign in</Title>
          {passwords ? (
            <SignInSteps focus="email" onSignedIn={proceed}>
              {introduction}
            </SignInSteps>
          ) : (
            introduction
          )}
          {passwords && company && <Divider label="or" my="md" />}
          {company && <CompanySignIn label={company.label} target={redirect} isOnly={!passwords} />}
          {passwords && <WayIn />}
        </Paper>
        <Text ta="center" c="dimmed" fz="xs" mt="md">
          For people who are only passing through.
        </Text>
        <LanguageLinks />
      </Box>
    </main>
  );
}
