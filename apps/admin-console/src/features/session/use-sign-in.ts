import { useState } from 'react';
import { zodResolver } from '@hookform/resolvers/zod';
import { useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import {
  type AdminSession,
  type PasskeyAnswer,
  type PendingSignIn,
  SecondFactorCode,
  SignInRequest,
} from '@passant/contracts';
import { asApiError } from '../../lib/api/api-error.js';
import { call } from '../../lib/api/client.js';
import { rememberSession } from '../../lib/api/session-state.js';
import { answerWithPasskey } from '../../lib/passkeys.js';
import { keys } from '../../lib/queries/keys.js';
import { usePasskeyAutofill } from './use-passkey-autofill.js';

/**
 * State of the two steps of a sign-in: password, and for whoever has a second factor a code. The `root` error of each
 * form holds the sentence to show.
 */
export function useSignIn(onSignedIn: (session: AdminSession) => void, email = '') {
  const queryClient = useQueryClient();
  const [step, setStep] = useState<'password' | 'code'>('password');
  const [accepts, setAccepts] = useState<PendingSignIn['accepts']>([]);
  const [isAskingPasskey, setAskingPasskey] = useState(false);
  const [isSignedIn, setSignedIn] = useState(false);
  const password = useForm({ resolver: zodResolver(SignInRequest), defaultValues: { email, password: '' } });
  const code = useForm({ resolver: zodResolver(SecondFactorCode), defaultValues: { code: '' } });

  const welcome = (session: AdminSession) => {
    setSignedIn(true);
    rememberSession(session);
    queryClient.setQueryData(keys.session, session);
    onSignedIn(session);
  };
  const startAgain = () => {
    code.reset();
    setStep('password');
  };
  const submitPassword = password.handleSubmit(async (credentials) => {
    try {
      const answer = await call('signIn', { body: credentials });
      password.reset({ email: credentials.email, password: '' });
      if (answer.second_factor === 'WANTED') {
        setAccepts(answer.accepts);
        setStep('code');
      } else welcome(answer);
    } catch (thrown) {
      password.setError('root', { message: sentenceFor(thrown, 'E-mail address or password is wrong.') });
      password.setFocus('password', { shouldSelect: true });
    }
  });
  const submitCode = code.handleSubmit(async (given) => {
    try {
      welcome(await call('completeSignIn', { body: given }));
      startAgain();
    } catch (thrown) {
      if (asApiError(thrown).status === 401) {
        startAgain();
        password.setError('root', { message: 'The code came too late, or too often. Begin again with your password.' });
        return;
      }
      const isWrong = asApiError(thrown).fields['code'] !== undefined;
      const message = 'This code is wrong, or was used before.';
      code.setError('root', { message: isWrong ? message : sentenceFor(thrown) });
      code.setFocus('code', { shouldSelect: true });
    }
  });
  /** Lets the browser ask for a passkey, and signs in with it, or not. @param say shows what went wrong */
  const byPasskey = async (sign: () => Promise<AdminSession>, say: (message: string) => void) => {
    setAskingPasskey(true);
    try {
      welcome(await sign());
      startAgain();
      return true;
    } catch (thrown) {
      const isRefused = [400, 401].includes(asApiError(thrown).status);
      say(isRefused ? 'This passkey was not accepted. Try again, or sign in in another way.' : sentenceFor(thrown));
      return false;
    } finally {
      setAskingPasskey(false);
    }
  };
  const signInWith = (answer: () => Promise<PasskeyAnswer>) =>
    byPasskey(
      async () => call('signInWithPasskey', { body: { passkey: await answer() } }),
      (message) => password.setError('root', { message }),
    );
  const signInWithPasskey = () => signInWith(async () => answerWithPasskey(await call('startPasskeySignIn')));
  // While the button asks, the browser has one question at a time, and one cookie for the challenge.
  usePasskeyAutofill(step === 'password' && !isAskingPasskey && !isSignedIn, (passkey) =>
    signInWith(() => Promise.resolve(passkey)),
  );
  const completeWithPasskey = () =>
    byPasskey(
      async () => {
        const passkey = await answerWithPasskey(await call('startPasskeySecondFactor'));
        return call('completeSignInWithPasskey', { body: { passkey } });
      },
      (message) => code.setError('root', { message }),
    );
  return {
    ...{ step, accepts, password, submitPassword, code, submitCode, startAgain },
    ...{ isAskingPasskey, signInWithPasskey, completeWithPasskey },
  };
}

function sentenceFor(thrown: unknown, unauthorized?: string): string {
  const error = asApiError(thrown);
  if (error.status === 401 && unauthorized !== undefined) return unauthorized;
  if (error.status === 429) return 'Too many attempts. Wait a minute and try again.';
  return error.errorId ? `${error.message} (error id ${error.errorId})` : error.message;
}
