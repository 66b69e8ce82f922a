import { Button, Select } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { allApplications } from '../../lib/queries/lists.js';
import { IDLE_CHOICES, type ClientSearch } from './client-search.js';

interface Props {
  search: ClientSearch;
  /** Whether the clients belong to applications and run on platforms. */
  ofApplications: boolean;
}

/** Filters a list of registered clients. Every choice is kept in the URL. */
export function ClientFilters({ search, ofApplications }: Props) {
  const navigate = useNavigate();
  const choose = (member: keyof ClientSearch, chosen: string | null) =>
    void navigate({
      to: '.',
      search: (({ [member]: _before, ...rest }: Record<string, unknown>) =>
        chosen ? { ...rest, [member]: chosen } : rest) as never,
      replace: true,
    });
  return (
    <>
      {ofApplications && (
        <>
          <ApplicationFilter application={search.application} choose={(chosen) => choose('application', chosen)} />
          <Select
            aria-label="Platform"
            placeholder="All platforms"
            clearable
            w={140}
            data={[
              { value: 'ios', label: 'iOS' },
              { value: 'android', label: 'Android' },
            ]}
            value={search.platform ?? null}
            onChange={(chosen) => choose('platform', chosen)}
          />
        </>
      )}
      <Select
        aria-label="Use"
        placeholder="Used or not"
        clearable
        w={190}
        data={IDLE_CHOICES}
        value={search.idle ?? null}
        onChange={(chosen) => choose('idle', chosen)}
      />
      {search.token !== undefined && (
        <Button
          variant="light"
          rightSection={<IconX size={14} aria-hidden />}
          aria-label="Show clients of every initial access token"
          onClick={() => choose('token', null)}
        >
          Made with one token
        </Button>
      )}
    </>
  );
}

function ApplicationFilter({
  application,
  choose,
}: {
  application: string | undefined;
  choose: (chosen: string | null) => void;
}) {
  const { data: applications = [] } = useQuery(allApplications);
  const known = new Map(applications.map(({ identifier, name }) => [identifier, name]));
  if (application !== undefined && !known.has(application)) known.set(application, application);
  return (
    <Select
      aria-label="Application"
      placeholder="All applications"
      clearable
      searchable
      w={200}
      data={[...known].map(([value, label]) => ({ value, label }))}
      value={application ?? null}
      onChange={choose}
    />
  );
}
