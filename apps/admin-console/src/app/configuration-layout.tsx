import { Box } from '@mantine/core';
import { Link, Outlet } from '@tanstack/react-router';
import { useMay } from '../lib/queries/session.js';
import { CONFIGURATION_PAGES } from './navigation.js';
import classes from './configuration-layout.module.css';

/** Layout of the Configuration pages, with their navigation beside them. */
export function ConfigurationLayout() {
  const may = useMay();
  return (
    <div className={classes['layout']}>
      <nav aria-label="Configuration" className={classes['side']}>
        <ul className={classes['list']}>
          {CONFIGURATION_PAGES.filter(({ reads }) => may(reads)).map(({ label, to, icon: Icon }) => (
            <li key={to}>
              <Link to={to} className={classes['item']} activeOptions={{ exact: false, includeSearch: false }}>
                <Icon size={17} stroke={1.6} aria-hidden style={{ flex: 'none' }} />
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Box className={classes['page']}>
        <Outlet />
      </Box>
    </div>
  );
}
