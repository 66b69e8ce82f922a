import type { ReactElement } from 'react';
import { MantineProvider } from '@mantine/core';
import { render, type RenderResult } from '@testing-library/react';

/** Draws a part of the console with the looks around it; `env="test"` takes the transitions out. */
export function draw(part: ReactElement): RenderResult {
  return render(part, { wrapper: ({ children }) => <MantineProvider env="test">{children}</MantineProvider> });
}
