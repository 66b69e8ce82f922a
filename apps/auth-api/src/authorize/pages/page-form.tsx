import type { ReactNode } from 'react';

/** A form of these pages: it carries where the person stands, and works without any script. */
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

/** The first button of a form, which the enter key presses. */
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

/** Back to the choice of providers, where there is one. */
export function OtherProviderButton() {
  return (
    <button type="submit" name="decision" value="providers" className="link" formNoValidate>
      Sign in another way
    </button>
  );
}
