import { useFormContext } from 'react-hook-form';
import { TagsField } from '../../ui/tags-field.js';

/** The origins whose pages may call the token and userinfo endpoints from a browser as this client. */
export function AllowedOriginsField() {
  const { control } = useFormContext<{ allowed_origins: string[] }>();
  return (
    <TagsField
      control={control}
      name="allowed_origins"
      label="Origins of pages"
      description="Pages that may ask for tokens and userinfo from the browser itself. Leave it empty where only a server of the application does."
      placeholder="https://portal.example.com"
    />
  );
}
