import { OAuthError } from './errors.js';

describe('A refusal', () => {
  it('says what is the matter and what caused it, but not where it was thrown: nobody reads that, and looking takes long', () => {
    const limit = Error.stackTraceLimit;
    const cause = new Error('broken');
    const refusal = new OAuthError('server_error', 'The server could not complete the request.', { cause });
    expect(refusal.stack).toBe('OAuthError: The server could not complete the request.');
    expect(refusal).toMatchObject({ name: 'OAuthError', cause, options: { cause } });
    expect(cause.stack).toMatch(/errors\.spec/);
    expect(Error.stackTraceLimit).toBe(limit);
  });
});
