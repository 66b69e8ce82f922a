import { Button, Stack } from '@mantine/core';
import { IconBuilding } from '@tabler/icons-react';
import { Notice } from '../../ui/notice.js';
import { useCompanySignIn } from './use-company-sign-in.js';

interface Props {
  /** What follows "Sign in with". */
  label: string;
  /** Where to go afterwards. */
  target?: string | undefined;
  /** Whether it is the only way, or one beside the password. */
  isOnly?: boolean;
}

/** The button that leads to the OpenID provider of the company. */
export function CompanySignIn({ label, target, isOnly = false }: Props) {
  const { begin, isLeaving, error } = useCompanySignIn(target);
  return (
    <Stack gap="sm">
      {error !== undefined && (
        <Notice role="alert" tone="bad">
          {error}
        </Notice>
      )}
      <Button
        variant={isOnly ? 'filled' : 'default'}
        fullWidth
        leftSection={<IconBuilding size={16} aria-hidden />}
        // The label is the operator's, and may need a second line on a phone.
        h="auto"
        mih={36}
        py={6}
        styles={{ label: { whiteSpace: 'normal', overflowWrap: 'anywhere' } }}
        loading={isLeaving}
        onClick={begin}
      >
        {`Sign in with ${label}`}
      </Button>
    </Stack>
  );
}
