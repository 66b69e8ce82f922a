import { Button, Group, Paper, Select, Stack, Text } from '@mantine/core';
import { IconClipboardCheck, IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { CONFORMANCE_DOCUMENTS, type ConformanceReport } from '@passant/contracts';
import { asDate } from '../../lib/moments.js';
import { PAGES } from '../../lib/pages.js';
import { conformanceQuery } from '../../lib/queries/lists.js';
import { CopyTextButton } from '../../ui/copy-button.js';
import { EmptyState } from '../../ui/empty-state.js';
import { ErrorState } from '../../ui/error-state.js';
import { TableSkeleton } from '../../ui/loading-skeleton.js';
import { PageHeader } from '../../ui/page-header.js';
import type { ConformanceSearch } from './conformance-search.js';
import { VERDICT_WORDS } from './conformance-words.js';
import classes from './conformance.module.css';
import { DocumentTable } from './document-table.js';
import { selectLines } from './select-lines.js';
import { SubjectLines } from './subject-lines.js';

/** Judges this server, its applications and its clients by the standards, for reading, filtering, copying and print. */
export function ConformancePage() {
  const report = useQuery(conformanceQuery);
  const { data } = report;
  return (
    <div className={classes['report']}>
      <PageHeader
        title={PAGES.conformance.label}
        purpose="How this server, its applications and its clients stand to the standards, as configured at this moment. What the server does not do counts as not met. FAPI 2.0 is a profile for special needs: nobody who has none must meet it."
        actions={
          data && (
            <Group gap="xs" className={classes['actions']}>
              <Button variant="default" size="xs" loading={report.isFetching} onClick={() => void report.refetch()}>
                Judge again
              </Button>
              <CopyTextButton value={JSON.stringify(data, null, 2)}>Copy as JSON</CopyTextButton>
              <Button
                variant="default"
                size="xs"
                leftSection={<IconPrinter size={14} aria-hidden />}
                onClick={() => window.print()}
              >
                Print
              </Button>
            </Group>
          )
        }
      />
      {data ? (
        <Report report={data} />
      ) : report.isError ? (
        <ErrorState error={report.error} onRetry={() => void report.refetch()} />
      ) : (
        <Paper withBorder>
          <TableSkeleton />
        </Paper>
      )}
    </div>
  );
}

function Report({ report }: { report: ConformanceReport }) {
  const search: ConformanceSearch = useSearch({ strict: false });
  const selected = selectLines(report, search);
  return (
    <Stack gap="md">
      <Text c="dimmed">
        {report.issuer}, judged on {asDate(report.made_at)}
      </Text>
      <Paper withBorder>
        <DocumentTable report={report} />
      </Paper>
      <Filters search={search} />
      {selected.length === 0 && (
        <Paper withBorder>
          <EmptyState icon={<IconClipboardCheck size={24} />} title="Nothing of that kind">
            No rule of this document has that verdict here.
          </EmptyState>
        </Paper>
      )}
      {selected.map(({ subject, lines }, index) => (
        <SubjectLines
          // What was folded is shown again where other lines are asked for.
          key={`${index} ${subject.about} ${subject.identifier ?? subject.examples?.[0] ?? ''} ${JSON.stringify(search)}`}
          subject={subject}
          lines={lines}
          now={report.made_at}
          open={subject.about === 'server' || selected.length <= MOST_OPEN}
        />
      ))}
      <Text c="dimmed" fz="sm" maw={680}>
        Not judged, because it cannot be seen from here: the TLS versions and ciphers of the proxy in front of this
        server, DNSSEC, what clients and resource servers do with what they get, and what the identity providers&rsquo;
        scripts ask other services.
      </Text>
    </Stack>
  );
}

/** So many subjects are shown unfolded. */
const MOST_OPEN = 6;

function Filters({ search }: { search: ConformanceSearch }) {
  const navigate = useNavigate();
  const choose = (member: keyof ConformanceSearch, chosen: string | null) => {
    const { [member]: _before, ...rest } = search;
    void navigate({
      to: '/configuration/conformance',
      search: (chosen ? { ...rest, [member]: chosen } : rest) as never,
      replace: true,
    });
  };
  return (
    <Group gap="xs" className={classes['filters']}>
      <Select
        aria-label="Document"
        placeholder="All documents"
        clearable
        w={190}
        data={Object.entries(CONFORMANCE_DOCUMENTS).map(([value, { name }]) => ({ value, label: name }))}
        value={search.document ?? null}
        onChange={(chosen) => choose('document', chosen)}
      />
      <Select
        aria-label="Verdict"
        placeholder="All that applies"
        clearable
        w={190}
        data={Object.entries(VERDICT_WORDS).map(([value, label]) => ({ value, label }))}
        value={search.verdict ?? null}
        onChange={(chosen) => choose('verdict', chosen)}
      />
    </Group>
  );
}
