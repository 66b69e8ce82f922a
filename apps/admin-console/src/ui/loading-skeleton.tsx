import { Group, Skeleton, Stack, VisuallyHidden } from '@mantine/core';

/** Placeholder rows for a table that is loading. */
export function TableSkeleton({ rows = 6 }: { rows?: number }) {
  return (
    <Stack gap={0} role="status" p="md">
      <VisuallyHidden>Loading…</VisuallyHidden>
      {Array.from({ length: rows }, (_, index) => (
        <Group key={index} gap="xl" py={11} wrap="nowrap">
          <Skeleton height={10} width={`${24 + ((index * 7) % 14)}%`} />
          <Skeleton height={10} width="16%" />
          <Skeleton height={10} width="10%" />
          <Skeleton height={10} width="14%" />
        </Group>
      ))}
    </Stack>
  );
}

/** Placeholder for a form that is loading. */
export function FormSkeleton() {
  return (
    <Stack gap="md" role="status">
      <VisuallyHidden>Loading…</VisuallyHidden>
      <Skeleton height={26} width={260} />
      <Skeleton height={12} width={180} mb="sm" />
      <Skeleton height={190} radius="md" />
      <Skeleton height={240} radius="md" />
      <Skeleton height={160} radius="md" />
    </Stack>
  );
}
