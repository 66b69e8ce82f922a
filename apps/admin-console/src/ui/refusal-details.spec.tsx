import { describe, expect, it } from '@jest/globals';
import { screen, within } from '@testing-library/react';
import type { Refusal } from '@passant/contracts';
import { draw } from '../../test/draw.js';
import { RefusalDetails } from './refusal-details.js';

const REFUSAL: Refusal = {
  error_id: 'abc',
  error: 'invalid_client',
  status: 400,
  method: 'POST',
  route: '/oauth/v2/custom-registration/:provider/complete',
  description: 'Client authentication failed.',
  cause: 'aud: not as expected',
  occurred: 0,
  expires_at: 900,
  checks: [
    { check: 'iss', expected: '"client"', actual: '"client"', passed: true },
    { check: 'aud', expected: '"https://a"', actual: '"https://b"', passed: false },
  ],
};

describe('a refusal', () => {
  it('shows what the caller was told beside what happened', () => {
    draw(<RefusalDetails refusal={REFUSAL} />);
    expect(screen.getByText('Client authentication failed.')).toBeInTheDocument();
    expect(screen.getByText('aud: not as expected')).toBeInTheDocument();
  });

  it('lists the checks in their order, and says which failed without relying on colour', () => {
    draw(<RefusalDetails refusal={REFUSAL} />);
    const checks = within(screen.getByRole('list', { name: 'Checks' })).getAllByRole('listitem');
    expect(checks.map((item) => item.textContent)).toEqual([
      'iss, passedexpected"client"actual"client"',
      'aud, failedexpected"https://a"actual"https://b"',
    ]);
  });

  it('says so where nothing was checked', () => {
    draw(<RefusalDetails refusal={{ ...REFUSAL, checks: [], cause: undefined }} />);
    expect(screen.getByText(/before anything in it was checked/)).toBeInTheDocument();
    expect(screen.queryByText('What happened')).not.toBeInTheDocument();
  });
});
