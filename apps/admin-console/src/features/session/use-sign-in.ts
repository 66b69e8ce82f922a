import { zodResolver } from '@hookform/resolvers/zod';
import { useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { SignInRequest, type AdminSession } from '@passant/contracts';
import { asApiError } from '../../lib/api/api-error.js';
import { call } from '../../lib/api/client.js';
import { rememberSession } from '../../lib/api/session-state.js';
import { keys } from '../../lib/queries/keys.js';

/** State of the sign-in form. The `root` error of the form holds the sentence to show. */
export function useSignIn(onSignedIn: (session: AdminSession) => void, email = '') {
  const queryClient = useQueryClient();
  const form = useForm({ resolver: zodResolver(SignInRequest), defaultValues: { email, password: '' } });
  const submit = form.handleSubmit(async (credentials) => {
    try {
      const session = await call('signIn', { body: credentials });
      rememberSession(session);
      queryClient.setQueryData(keys.session, session);
      form.reset({ email: credentials.email, password: '' });
      onSignedIn(session);
    } catch (thrown) {
      form.setError('root', { message: sentenceFor(thrown) });
      form.setFocus('password', { shouldSelect: true });
    }
  });
  return { form, submit };
}

function sentenceFor(thrown: unknown): string {
  const error = asApiError(thrown);
  if (error.status === 401) return 'Email address or password is wrong.';
  if (error.status === 429) return 'Too many attempts. Wait a minute and try again.';
  return error.errorId ? `${error.message} (error id ${error.errorId})` : error.message;
}
