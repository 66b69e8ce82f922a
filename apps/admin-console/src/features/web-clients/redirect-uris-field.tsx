import { useFormContext } from 'react-hook-form';
import { TagsField } from '../../ui/tags-field.js';

/** The redirect URIs. The client may use the authorization code grant only if there is at least one. */
export function RedirectUrisField() {
  const { control } = useFormContext<{ redirect_uris: string[] }>();
  return (
    <TagsField
      control={control}
      name="redirect_uris"
      label="Redirect URIs"
      description="Where people are sent back to after they signed in on the login pages, letter for letter: https, http on their own machine, or the private scheme of an app. Leave it empty if they never do."
      placeholder="https://portal.example.com/callback"
    />
  );
}
