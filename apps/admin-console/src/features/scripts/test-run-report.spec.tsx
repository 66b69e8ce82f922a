import { describe, expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import type { TestRunResult } from '@passant/contracts';
import { draw } from '../../../test/draw.js';
import { ApiError } from '../../lib/api/api-error.js';
import { TestRunReport } from './test-run-report.js';

const good: TestRunResult = {
  outcome: 'valid',
  result: '{"status":2000}',
  logs: [{ level: 'info', message: 'known as jane' }],
  http_calls: [
    { method: 'GET', url: 'https://scheme.example/me', status: 200, duration_ms: 12.4 },
    { method: 'POST', url: 'https://other.example/', error: 'cannot be reached', duration_ms: 3 },
  ],
  duration_ms: 1.74,
  cpu_ms: 0.5,
  memory_bytes: 1_572_864,
};

describe('the report of a test run', () => {
  it('shows outcome, result, log, HTTP calls, time and memory', () => {
    draw(<TestRunReport step="complete" outcome={{ result: good }} />);
    expect(screen.getByText('Success')).toBeInTheDocument();
    expect(screen.getByText('The app would get a token.')).toBeInTheDocument();
    expect(screen.getByLabelText('Result')).toHaveTextContent('{ "status": 2000 }');
    expect(screen.getByLabelText('Log')).toHaveTextContent('info known as jane');
    expect(screen.getByLabelText('HTTP calls')).toHaveTextContent('GET https://scheme.example/me 200 · 12 ms');
    expect(screen.getByLabelText('HTTP calls')).toHaveTextContent('cannot be reached · 3.0 ms');
    expect(screen.getByText('1.7 ms, 0.5 ms of CPU · 1.5 MiB')).toBeInTheDocument();
  });

  it('names the line of an error', () => {
    const threw: TestRunResult = {
      outcome: 'threw',
      error: 'x is not defined',
      line: 3,
      logs: [],
      http_calls: [],
      duration_ms: 12,
      cpu_ms: 1,
    };
    draw(<TestRunReport step="init" outcome={{ result: threw }} />);
    expect(screen.getByText('Line 3: x is not defined')).toBeInTheDocument();
    expect(screen.getByText('The script wrote nothing to the log.')).toBeInTheDocument();
    expect(screen.queryByLabelText('Result')).not.toBeInTheDocument();
  });

  it('shows a refused call with its error id', () => {
    const error = new ApiError(503, 'temporarily_unavailable', 'The engine is busy.', 'e-9');
    draw(<TestRunReport step="init" outcome={{ error }} />);
    expect(screen.getByRole('alert')).toHaveTextContent('The engine is busy.');
    expect(screen.getByRole('alert')).toHaveTextContent('e-9');
  });
});
