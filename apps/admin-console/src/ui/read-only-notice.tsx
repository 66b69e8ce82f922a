import { Box } from '@mantine/core';
import { Notice } from './notice.js';

/** Shown above what the person's role may look at only. */
export function ReadOnlyNotice() {
  return (
    <Box mb="md">
      <Notice tone="info">Your role may look at this, not change it.</Notice>
    </Box>
  );
}
