import { describe, expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import { draw } from '../../test/draw.js';
import { ChangeTable } from './change-table.js';

describe('a change', () => {
  it('shows before and after of each field that differs', () => {
    draw(<ChangeTable before={{ name: 'A', enabled: true }} after={{ name: 'B', enabled: true }} />);
    expect(screen.getByRole('row', { name: 'name A B' })).toBeInTheDocument();
    expect(screen.getAllByRole('row')).toHaveLength(2);
  });

  it('of something new has no column for what was before', () => {
    draw(<ChangeTable before={undefined} after={{ name: 'B' }} />);
    expect(screen.queryByRole('columnheader', { name: 'Before' })).not.toBeInTheDocument();
  });

  it('of a script shows the lines that differ', () => {
    draw(<ChangeTable before={{ script: 'a\nb\nc' }} after={{ script: 'a\nx\nc' }} />);
    expect(screen.getByRole('group', { name: 'script before' })).toHaveTextContent(/^b$/);
    expect(screen.getByRole('group', { name: 'script after' })).toHaveTextContent(/^x$/);
    expect(screen.getAllByText('1 equal line above')).toHaveLength(2);
  });

  it('breaks the name of a field after an underscore only, and reads it as one word', () => {
    draw(<ChangeTable before={undefined} after={{ token_endpoint_auth_method: 'none' }} />);
    const name = screen.getByRole('rowheader', { name: 'token_endpoint_auth_method' });
    expect(name).toContainHTML('token_<wbr>endpoint_<wbr>auth_<wbr>method');
  });

  it('that changed nothing says so', () => {
    draw(<ChangeTable before={{ etag: '1' }} after={{ etag: '2' }} />);
    expect(screen.getByText('No field differs.')).toBeInTheDocument();
  });
});
