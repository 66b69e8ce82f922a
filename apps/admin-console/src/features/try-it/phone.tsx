import { useEffect, useRef, useState } from 'react';
import { Button, Textarea } from '@mantine/core';
import { IconCheck, IconFingerprint, IconHourglass, IconX } from '@tabler/icons-react';
import { DEMO_PERSON } from '@passant/contracts';
import type { Outcome, TrialPlan, Visit } from './trial-phone.js';
import type { Screen } from './use-trial.js';
import classes from './phone.module.css';

interface Props {
  plan: TrialPlan;
  screen: Screen;
  phone: {
    start: (plan: TrialPlan) => void;
    comeBack: (visit: Visit, answer: string) => void;
    reset: () => void;
  };
}

/** A phone, drawn, with a screen that is real: its buttons drive the trial. */
export function Phone({ plan, screen, phone }: Props) {
  const frame = useRef<HTMLElement>(null);
  // A button that was pressed is not on the next screen. Whoever uses the keyboard goes on from the phone.
  useEffect(() => {
    if (screen.name !== 'start' && document.activeElement === document.body) frame.current?.focus();
  }, [screen.name]);
  return (
    <section ref={frame} tabIndex={-1} className={classes['phone']} aria-label="Phone" data-screen={screen.name}>
      <div className={classes['speaker']} aria-hidden />
      <div className={classes['screen']} key={screen.name === 'scheme' ? 'scheme' : 'app'}>
        {screen.name === 'scheme' ? (
          <SchemeApp plan={plan} screen={screen} comeBack={phone.comeBack} />
        ) : (
          <App plan={plan} screen={screen} phone={phone} />
        )}
      </div>
      <div className={classes['home']} aria-hidden />
    </section>
  );
}

function App({ plan, screen, phone }: Props) {
  return (
    <>
      <p className={classes['bar']}>{plan.application.name}</p>
      <div className={classes['content']}>
        {screen.name === 'start' && (
          <>
            <IconFingerprint size={44} stroke={1.3} aria-hidden />
            <p className={classes['lead']}>Sign in with {plan.provider.name}</p>
            <p>The app installs itself first, with a key of its own.</p>
            <Button fullWidth onClick={() => phone.start(plan)}>
              Install and sign in
            </Button>
          </>
        )}
        {screen.name === 'busy' && (
          <>
            <IconHourglass size={44} stroke={1.3} aria-hidden />
            <p className={classes['lead']}>One moment…</p>
          </>
        )}
        {screen.name === 'end' && (
          <>
            <Ending outcome={screen.outcome} />
            <Button fullWidth variant="default" onClick={phone.reset}>
              Start over
            </Button>
          </>
        )}
        {screen.name === 'fault' && (
          <>
            <IconX size={44} stroke={1.3} aria-hidden className={classes['bad']} />
            <p className={classes['lead']}>Something went wrong</p>
            <Button fullWidth variant="default" onClick={phone.reset}>
              Start over
            </Button>
          </>
        )}
      </div>
    </>
  );
}

function Ending({ outcome }: { outcome: Outcome }) {
  if (outcome.kind !== 'granted') {
    return (
      <>
        <IconX size={44} stroke={1.3} aria-hidden className={classes['bad']} />
        <p className={classes['lead']}>Not signed in</p>
        <p>{outcome.kind === 'said no' ? 'The scheme did not let you in.' : 'The app was refused.'}</p>
      </>
    );
  }
  const { user_details: details, sub } = outcome.answer;
  const first = details['firstName'];
  return (
    <>
      <IconCheck size={44} stroke={1.3} aria-hidden className={classes['good']} />
      <p className={classes['lead']}>Hello, {typeof first === 'string' ? first : sub}</p>
      <p>The token lives {Math.round(outcome.expiresIn / 60)} minutes.</p>
    </>
  );
}

type SchemeScreen = Extract<Screen, { name: 'scheme' }>;

function SchemeApp({
  plan,
  screen,
  comeBack,
}: Pick<Props, 'plan'> & { screen: SchemeScreen } & Pick<Props['phone'], 'comeBack'>) {
  const { visit, signed } = screen;
  const [typed, setTyped] = useState('');
  return (
    <div className={classes['scheme']}>
      <p className={classes['bar']}>{plan.provider.name}</p>
      <div className={classes['content']}>
        {signed === undefined ? (
          <>
            <p className={classes['lead']}>This page does not know your scheme</p>
            {visit.data !== undefined && (
              <p>
                The script gave the app: <code className={classes['given']}>{visit.data}</code>
              </p>
            )}
            <Textarea
              label="What the app brings back"
              description="The scripts get it as data."
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              autosize
              minRows={2}
              maxRows={4}
              w="100%"
            />
          </>
        ) : (
          <>
            <p className={classes['lead']}>
              Are you {DEMO_PERSON.firstName} {DEMO_PERSON.lastName}?
            </p>
            <p>The simulated scheme signs the challenge together with who you are.</p>
          </>
        )}
        <Button fullWidth onClick={() => comeBack(visit, signed ?? typed)}>
          {signed === undefined ? 'Back to the app' : 'Confirm and go back'}
        </Button>
      </div>
    </div>
  );
}
