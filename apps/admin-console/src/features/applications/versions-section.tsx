import { ActionIcon, Button, Group, NativeSelect, Table, Text, TextInput, Tooltip } from '@mantine/core';
import { IconCertificate, IconCopyPlus, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import type { Application, ApplicationVersion } from '@passant/contracts';
import { messageOf } from '../../lib/form-errors.js';
import { RowsTable } from '../../ui/rows-table.js';
import { SectionCard } from '../../ui/section-card.js';
import type { ApplicationForm } from './application-form.js';
import { ExportStatementDialog } from './export-statement-dialog.js';
import { PLATFORM_NAMES } from './platforms.js';
import { StatementsList } from './statements-list.js';

const PLATFORM_CHOICES = Object.entries(PLATFORM_NAMES).map(([value, label]) => ({ value, label }));
const STATUS_CHOICES = [
  { value: 'LOGIN_REGISTRATION', label: 'Enabled' },
  { value: 'LOGIN_ONLY', label: 'Login only' },
  { value: 'DISABLED', label: 'Disabled' },
];

interface Props {
  readOnly: boolean;
  /** The stored application; undefined for a new one. */
  stored: Application | undefined;
}

/**
 * Determines what each version of the app may still do. Also exports the software statements with which installations
 * register.
 */
export function VersionsSection({ readOnly, stored }: Props) {
  const { control, register, formState, setFocus, getValues } = useFormContext<ApplicationForm>();
  const versions = useWatch({ control, name: 'versions' });
  const [exporting, setExporting] = useState<ApplicationVersion>();
  const { fields, append, insert, remove } = useFieldArray({ control, name: 'versions' });
  // Wait until the new row has been rendered.
  const goTo = (index: number) => setTimeout(() => setFocus(`versions.${index}.version`));
  const add = () => {
    const platform = fields.at(-1)?.platform ?? 'ios';
    append({ platform, version: '', status: 'LOGIN_REGISTRATION' }, { shouldFocus: false });
    goTo(fields.length);
  };
  const clone = (index: number) => {
    insert(index + 1, { ...getValues(`versions.${index}`) }, { shouldFocus: false });
    goTo(index + 1);
  };
  return (
    <SectionCard
      id="versions"
      title="Versions"
      purpose="Enabled: installs and works. Login only: installed apps go on, but there are no new installations and no new profiles; stateless registrations pass, for they leave nobody behind. Disabled: everything is refused, which forces an upgrade."
    >
      {fields.length > 0 && (
        <RowsTable
          label="Versions"
          minWidth={460}
          titles={['Platform', 'Version', 'Status']}
          actions={{ name: 'Export, clone and remove', width: 128 }}
        >
          {fields.map((field, index) => (
            <Table.Tr key={field.id} style={{ verticalAlign: 'top' }}>
              <Table.Td>
                <NativeSelect
                  aria-label={`Platform, version ${index + 1}`}
                  data={PLATFORM_CHOICES}
                  {...register(`versions.${index}.platform`)}
                />
              </Table.Td>
              <Table.Td>
                <TextInput
                  aria-label={`Version, version ${index + 1}`}
                  placeholder="1.0"
                  autoComplete="off"
                  error={messageOf(formState.errors.versions?.[index]?.version)}
                  {...register(`versions.${index}.version`)}
                />
              </Table.Td>
              <Table.Td>
                <NativeSelect
                  aria-label={`Status, version ${index + 1}`}
                  data={STATUS_CHOICES}
                  {...register(`versions.${index}.status`)}
                />
              </Table.Td>
              <Table.Td>
                <Group gap={2} wrap="nowrap">
                  {stored?.client_type === 'mobile' && (
                    <ExportButton
                      index={index}
                      version={versions[index]}
                      stored={stored}
                      readOnly={readOnly}
                      onExport={setExporting}
                    />
                  )}
                  <Tooltip label="Clone: the next version, with the same status">
                    <ActionIcon
                      color="gray"
                      size="lg"
                      aria-label={`Clone version ${index + 1}`}
                      disabled={readOnly}
                      onClick={() => clone(index)}
                    >
                      <IconCopyPlus size={16} aria-hidden />
                    </ActionIcon>
                  </Tooltip>
                  <Tooltip label="Remove">
                    <ActionIcon
                      color="gray"
                      size="lg"
                      aria-label={`Remove version ${index + 1}`}
                      disabled={readOnly}
                      onClick={() => remove(index)}
                    >
                      <IconTrash size={16} aria-hidden />
                    </ActionIcon>
                  </Tooltip>
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </RowsTable>
      )}
      {formState.errors.versions?.root && (
        <Text c="var(--mantine-color-error)" fz="xs" my={4} role="alert">
          {messageOf(formState.errors.versions.root)}
        </Text>
      )}
      {fields.length === 0 && (
        <Text c="dimmed" mb="sm">
          No version is listed, so every version of the app is served. As soon as one is listed, all others are refused.
        </Text>
      )}
      {!readOnly && (
        <Button variant="default" size="xs" mt={4} leftSection={<IconPlus size={14} aria-hidden />} onClick={add}>
          Add version
        </Button>
      )}
      {stored?.client_type === 'mobile' && stored.versions.length > 0 && (
        <StatementsList application={stored.identifier} />
      )}
      {stored && exporting && (
        <ExportStatementDialog application={stored} version={exporting} onClose={() => setExporting(undefined)} />
      )}
    </SectionCard>
  );
}

interface ExportProps extends Props {
  index: number;
  /** The version with its current form values. */
  version: ApplicationVersion | undefined;
  stored: Application;
  onExport: (version: ApplicationVersion) => void;
}

/**
 * Exports a software statement for a version. The version must be stored without pending changes, and must allow new
 * installations.
 */
function ExportButton({ index, version, stored, readOnly, onExport }: ExportProps) {
  const isStored = stored.versions.some(
    ({ platform, version: number, status }) =>
      platform === version?.platform && number === version.version && status === version.status,
  );
  const obstacle = !isStored
    ? 'Save the version first'
    : version?.status === 'LOGIN_REGISTRATION'
      ? undefined
      : 'It takes no new installations';
  return (
    <Tooltip label={obstacle ?? 'Export software statement'}>
      <ActionIcon
        color="gray"
        size="lg"
        aria-label={`Export software statement, version ${index + 1}`}
        disabled={readOnly}
        // Stays focusable, so that users can find out why the button does nothing.
        aria-disabled={obstacle !== undefined}
        data-disabled={obstacle !== undefined || undefined}
        onClick={() => obstacle === undefined && version && onExport(version)}
      >
        <IconCertificate size={16} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
