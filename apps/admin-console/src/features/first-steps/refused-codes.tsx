import { Anchor, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Slice } from './runs.js';
import classes from './first-steps-page.module.css';
import { locale } from '../../lib/language.js';

/** How often requests were refused with each error code, with a way to the events of each. */
export function RefusedCodes({ total }: { total: Slice }) {
  if (total.refusals.length === 0) return null;
  return (
    <>
      <Title order={3} mt="md" mb={6} id="refused-codes">
        Refused with
      </Title>
      <ul className={classes['codes']} aria-labelledby="refused-codes">
        {total.refusals.map(({ error, times }) => (
          <li key={error}>
            <Anchor component={Link} to="/activity" search={{ error, from: total.start } as never}>
              {error}
            </Anchor>{' '}
            {times.toLocaleString(locale())}
          </li>
        ))}
      </ul>
    </>
  );
}
