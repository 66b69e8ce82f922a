import { Group, Text } from '@mantine/core';

/** The logo and the product name. */
export function WordMark() {
  return (
    <Group gap={9} wrap="nowrap" component="span">
      <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden>
        <rect width="32" height="32" rx="8" fill="#0f6b74" />
        <path
          d="M9 25V9.5A2.5 2.5 0 0 1 11.5 7H17a6 6 0 0 1 0 12h-3"
          fill="none"
          stroke="#fff"
          strokeWidth="3"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
        <circle cx="22.5" cy="23.5" r="2" fill="#8fd6dc" />
      </svg>
      <Text span fw={650} fz={16} style={{ letterSpacing: '-0.015em' }}>
        Passant
      </Text>
    </Group>
  );
}
