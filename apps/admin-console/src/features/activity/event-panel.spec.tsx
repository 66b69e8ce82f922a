import { describe, expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import type { AuditEvent } from '@passant/contracts';
import { draw } from '../../../test/draw.js';
import { EventPanel } from './event-panel.js';

const COUNT: AuditEvent = {
  id: '7',
  name: 'CLIENT_CREDENTIALS_CHECK_FAILED',
  occurred: new Date(2026, 10, 29, 14, 5).getTime(),
  count: 1_234,
  client_ip: '2001:db8:0:1::/64',
  details: { error: 'invalid_client' },
};

const show = (event: AuditEvent) =>
  draw(<EventPanel event={event} onClose={() => {}} onFilter={() => {}} onRefusal={() => {}} />);

describe('an event that is a count', () => {
  it('says so, and which minute it is of', async () => {
    show(COUNT);
    expect(await screen.findByText('1,234 times within a minute')).toBeInTheDocument();
    expect(screen.getByText('29 Nov 2026, 14:05')).toBeInTheDocument();
    expect(screen.queryByText('Time')).not.toBeInTheDocument();
  });

  it('offers no checks: there is no one request that they would be of', async () => {
    show(COUNT);
    expect(await screen.findByText('Count')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /What was checked/ })).not.toBeInTheDocument();
  });
});

describe('a single event', () => {
  it('is none', async () => {
    show({ ...COUNT, count: undefined, request_id: 'abc' });
    expect(await screen.findByText('Time')).toBeInTheDocument();
    expect(screen.queryByText('Count')).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: /What was checked/ })).toBeInTheDocument();
  });
});
