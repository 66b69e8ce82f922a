import { Outlet } from '@tanstack/react-router';
import { SessionGuard } from './session-guard.js';

export function Root() {
  return (
    <>
      <Outlet />
      <SessionGuard />
    </>
  );
}
