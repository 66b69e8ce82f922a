import { Anchor, type AnchorProps } from '@mantine/core';
import { Link } from '@tanstack/react-router';

/** The identifier of an application, linked to its page. */
export function ApplicationLink({ identifier, ...look }: { identifier: string } & AnchorProps) {
  return (
    <Anchor component={Link} to="/configuration/applications/$identifier" params={{ identifier } as never} {...look}>
      {identifier}
    </Anchor>
  );
}
