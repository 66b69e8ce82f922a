import { useFormContext } from 'react-hook-form';
import { TagsField } from '../../ui/tags-field.js';

/** Where people may be sent back to. With the first address the client may ask for codes, without any it may not. */
export function RedirectUrisField() {
  const { control } = useFormContext<{ redirect_uris: string[] }>();
  return (
    <TagsField
      control={control}
      name="redirect_uris"
      label="Redirect URIs"
      description="Where people are sent back to after they signed in on the login pages, letter for letter. Leave it empty if they never do."
      placeholder="https://portal.example.com/callback"
    />
  );
}
