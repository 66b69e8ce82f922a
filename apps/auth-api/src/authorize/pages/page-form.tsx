import type { ReactNode } from 'react';

/** A form of these pages. It carries the interaction and works without scripts. */
export function PageForm({
  action,
  interaction,
  children,
}: {
  action: string;
  interaction: string;
  children: ReactNode;
}) {
  return (
    <form method="post" action={action} autoComplete="off">
      <input type="hidden" name="interaction" value={interaction} />
      {children}
    </form>
  );
}

/** The first button of a form, which the Enter key activates. */
export function ContinueButton({ children }: { children: ReactNode }) {
  return (
    <button type="submit" name="decision" value="continue">
      {children}
    </button>
  );
}

export function CancelButton({ children = 'Cancel' }: { children?: ReactNode }) {
  return (
    <button type="submit" name="decision" value="cancel" className="quiet" formNoValidate>
      {children}
    </button>
  );
}

/** Returns to the choice of providers, if there is one. */
export function OtherProviderButton() {
  return (
    <button type="submit" name="decision" value="providers" className="link" formNoValidate>
      Sign in another way
    </button>
  );
}
