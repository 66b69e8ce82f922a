import type { ReactElement } from 'react';
import { MantineProvider } from '@mantine/core';
import { render, type RenderResult } from '@testing-library/react';

/** Renders a part of the console inside the Mantine provider. `env="test"` disables transitions. */
export function draw(part: ReactElement): RenderResult {
  return render(part, { wrapper: ({ children }) => <MantineProvider env="test">{children}</MantineProvider> });
}
