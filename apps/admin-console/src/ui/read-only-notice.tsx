import { Box } from '@mantine/core';
import { Notice } from './notice.js';

/** Shown above content that the user's role may only view. */
export function ReadOnlyNotice() {
  return (
    <Box mb="md">
      <Notice tone="info">Your role may look at this, not change it.</Notice>
    </Box>
  );
}
