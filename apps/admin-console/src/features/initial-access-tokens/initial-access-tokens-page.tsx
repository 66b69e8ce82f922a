import { useState } from 'react';
import { Box, Select } from '@mantine/core';
import { IconTicket } from '@tabler/icons-react';
import { INITIAL_ACCESS_TOKEN_STATES, type InitialAccessTokenState } from '@passant/contracts';
import { PAGES } from '../../lib/pages.js';
import { initialAccessTokenList } from '../../lib/queries/lists.js';
import { useCreating } from '../../lib/use-creating.js';
import { LimitsSection } from '../../ui/limits-section.js';
import { ListPage } from '../../ui/list-page.js';
import { CreateTokenDialog } from './create-token-dialog.js';
import { STATES, columns } from './token-columns.js';

export function InitialAccessTokensPage() {
  const [creating, setCreating] = useCreating();
  const [state, setState] = useState<InitialAccessTokenState>();
  return (
    <>
      <ListPage
        title={PAGES.initialAccessTokens.label}
        purpose="Permissions to register clients: give one to a developer or build it into an app, and its instances register themselves."
        one="initial access token|initial access tokens"
        list={(q) => initialAccessTokenList(q, state === undefined ? {} : { state })}
        columns={columns}
        rowId={({ id }) => id}
        searchHint="Label, application or issuer"
        filter={
          <Select
            aria-label="State"
            placeholder="All states"
            clearable
            w={160}
            data={INITIAL_ACCESS_TOKEN_STATES.map((value) => ({ value, label: STATES[value].word }))}
            value={state ?? null}
            onChange={(chosen) => setState(chosen ?? undefined)}
          />
        }
        narrowed={state !== undefined}
        empty={{
          icon: <IconTicket size={24} />,
          text: 'With such a token an app registers its own key, or a developer a client, without asking you again.',
        }}
        create={{ what: 'token', onClick: () => setCreating(true) }}
      />
      {/* How much is left for those who register without a token. */}
      <Box mt="lg">
        <LimitsSection of={{}} />
      </Box>
      <CreateTokenDialog opened={creating} onClose={() => setCreating(false)} />
    </>
  );
}
