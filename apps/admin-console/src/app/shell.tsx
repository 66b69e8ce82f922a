import { Anchor, Box, Burger, Group, Menu } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { UserMenu } from '../features/session/user-menu.js';
import { useMay } from '../lib/queries/session.js';
import { WordMark } from '../ui/word-mark.js';
import { ColorSchemeToggle } from './color-scheme-toggle.js';
import { CommandPalette } from './command-palette.js';
import { HelpLink } from './help-link.js';
import { CONFIGURATION_PAGES, TOP_PAGES } from './navigation.js';
import classes from './shell.module.css';

/** The frame around every page for a signed-in user. */
export function Shell() {
  return (
    <ModalsProvider>
      <a href="#content" className={classes['skip']}>
        Skip to content
      </a>
      <header className={classes['header']}>
        <Group px={{ base: 'sm', sm: 'lg' }} justify="space-between" className={classes['bar']}>
          <Group gap="md" wrap="nowrap" h="100%">
            <Group gap="xs" wrap="nowrap">
              <NarrowMenu />
              <Link to="/" className={classes['home']} aria-label="Passant, home">
                <WordMark />
              </Link>
            </Group>
            <TopNavigation />
          </Group>
          <Group gap={6} wrap="nowrap">
            <CommandPalette />
            <HelpLink />
            <ColorSchemeToggle />
            <UserMenu />
          </Group>
        </Group>
      </header>
      <main id="content" tabIndex={-1} className={classes['main']}>
        <Outlet />
      </main>
      <Notifications position="top-right" className={classes['toasts']} />
    </ModalsProvider>
  );
}

function TopNavigation() {
  const { pathname } = useLocation();
  const may = useMay();
  return (
    <Box component="nav" aria-label="Main" visibleFrom="sm" h="100%">
      <Group component="ul" gap={4} wrap="nowrap" h="100%" className={classes['list']}>
        {TOP_PAGES.filter(({ reads }) => may(reads)).map(({ label, to, under }) => (
          <li key={label}>
            <Anchor
              component={Link}
              to={to}
              underline="never"
              className={classes['top']}
              aria-current={pathname.startsWith(under) ? 'page' : undefined}
            >
              {label}
            </Anchor>
          </li>
        ))}
      </Group>
    </Box>
  );
}

/** All pages in a single menu, for screens too narrow to show them side by side. */
function NarrowMenu() {
  const may = useMay();
  const pages = CONFIGURATION_PAGES.filter(({ reads }) => may(reads));
  return (
    <Menu width={240} position="bottom-start">
      <Menu.Target>
        <Burger size="sm" hiddenFrom="sm" aria-label="Open the navigation" />
      </Menu.Target>
      <Menu.Dropdown>
        {pages.length > 0 && <Menu.Label>Configuration</Menu.Label>}
        {pages.map(({ label, to, icon: Icon }) => (
          <Menu.Item key={to} component={Link} to={to} leftSection={<Icon size={16} aria-hidden />}>
            {label}
          </Menu.Item>
        ))}
        {pages.length > 0 && <Menu.Divider />}
        {TOP_PAGES.filter(({ under, reads }) => under !== '/configuration' && may(reads)).map(({ label, to }) => (
          <Menu.Item key={to} component={Link} to={to}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
