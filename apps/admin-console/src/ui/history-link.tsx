import { Button } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMay } from '../lib/queries/session.js';

/** Leads to what administrators changed of something, for roles that may read that. */
export function HistoryLink({ subject }: { subject: string }) {
  const may = useMay();
  if (!may('listAuditRecords')) return null;
  return (
    <Button
      component={Link}
      to="/audit"
      search={{ subject } as never}
      variant="default"
      leftSection={<IconHistory size={15} aria-hidden />}
    >
      History
    </Button>
  );
}
