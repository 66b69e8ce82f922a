import { useEffect, useRef, useState } from 'react';
import { Box, Button, Group, Loader, Paper, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { type ApiError, asApiError } from '../../lib/api/api-error.js';
import { call } from '../../lib/api/client.js';
import { rememberSession } from '../../lib/api/session-state.js';
import { COMPANY_ANSWER } from '../../lib/company-answer.js';
import { keys } from '../../lib/queries/keys.js';
import { signInWaysQuery } from '../../lib/queries/session.js';
import { WordMark } from '../../ui/word-mark.js';
import { CompanySignIn } from './company-sign-in.js';
import { safeTarget } from './safe-target.js';
import classes from './sign-in-page.module.css';
import { keptTarget, takeTarget } from './use-company-sign-in.js';

/** Where the OpenID provider of the company sends the browser back to: ends the sign-in, or says why it cannot. */
export function CompanyReturnPage() {
  useDocumentTitle('Sign in · Passant');
  const queryClient = useQueryClient();
  const router = useRouter();
  const isUnderWay = useRef(false);
  const [error, setError] = useState<ApiError>();
  useEffect(() => {
    // The answer of the provider is good once.
    if (isUnderWay.current || COMPANY_ANSWER === '') return;
    isUnderWay.current = true;
    void (async () => {
      try {
        const session = await call('completeCompanySignIn', { body: { answer: COMPANY_ANSWER } });
        rememberSession(session);
        queryClient.setQueryData(keys.session, session);
        router.history.replace(router.basepath.replace(/\/$/, '') + safeTarget(takeTarget()));
      } catch (thrown) {
        setError(asApiError(thrown));
      }
    })();
  }, [queryClient, router]);
  return (
    <main className={classes['page']}>
      <Box w="100%" maw={380}>
        <Box mb="lg" display="grid" style={{ justifyItems: 'center' }}>
          <WordMark />
        </Box>
        <Paper withBorder p="xl" shadow="xs">
          {COMPANY_ANSWER === '' ? (
            <Refused title="Nothing to do here" text="The sign-in that led here is over. Begin again." />
          ) : error ? (
            <Refused title={titleOf(error)} text={error.message} errorId={error.errorId} isFinal={isFinal(error)} />
          ) : (
            <Group gap="sm" wrap="nowrap" role="status">
              <Loader size="sm" aria-hidden />
              <Title order={1}>Signing you in</Title>
            </Group>
          )}
        </Paper>
      </Box>
    </main>
  );
}

/** Whether the company knows the person, and the same person would read the same again. */
const isFinal = ({ status }: ApiError): boolean => status === 403 || status === 409;

function titleOf(error: ApiError): string {
  if (isFinal(error)) return 'You are not let in';
  return error.status === 401 ? 'You are not signed in' : 'Sign-in is not possible now';
}

interface RefusedProps {
  title: string;
  text: string;
  errorId?: string | undefined;
  isFinal?: boolean;
}

function Refused({ title, text, errorId, isFinal: isOver = false }: RefusedProps) {
  const { data: ways } = useQuery(signInWaysQuery);
  return (
    <Stack gap="md">
      <div role="alert">
        <Title order={1}>{title}</Title>
        <Text mt={4}>{text}</Text>
        {errorId !== undefined && (
          <Text mt={4} c="dimmed" fz="xs" style={{ overflowWrap: 'anywhere' }}>{`Error id ${errorId}`}</Text>
        )}
      </div>
      {ways?.company && !isOver && <CompanySignIn label={ways.company.label} target={keptTarget()} isOnly />}
      <Button component={Link} to="/sign-in" variant="default" fullWidth>
        Back to sign-in
      </Button>
    </Stack>
  );
}
