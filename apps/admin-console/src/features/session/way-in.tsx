import { Anchor, Code, Stack, Text } from '@mantine/core';
import { DOCS_PATH } from '@passant/contracts';
import classes from './sign-in-page.module.css';

/**
 * For whoever has no password, or lost it: where one comes from, at any server. It says nothing about this one, whose
 * strangers read it as well.
 */
export function WayIn() {
  return (
    <details className={classes['wayIn']}>
      <summary>No password, or lost it?</summary>
      <Stack gap="xs" mt="xs">
        <Text fz="sm">
          The first start of a server shows an e-mail address and a password in its terminal, once. Everybody else is
          invited by an administrator.
        </Text>
        <Text fz="sm">Whoever runs the server makes a new password, in the folder of the server:</Text>
        <Code block className={classes['command']}>
          npm run admin -- reset-password
        </Code>
        <Text fz="sm">
          A server with the embedded database has to be stopped first.{' '}
          <Anchor href={`${DOCS_PATH}/operations#database`} target="_blank" rel="noopener">
            Read more in a new tab
          </Anchor>
        </Text>
      </Stack>
    </details>
  );
}
