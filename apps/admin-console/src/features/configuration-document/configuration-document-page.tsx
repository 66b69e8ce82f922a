import { Stack } from '@mantine/core';
import { PAGES } from '../../lib/pages.js';
import { useMay } from '../../lib/queries/session.js';
import { PageHeader } from '../../ui/page-header.js';
import { ReadOnlyNotice } from '../../ui/read-only-notice.js';
import { CompareSection } from './compare-section.js';
import { ExportSection } from './export-section.js';
import { LastAppliedSection } from './last-applied-section.js';

/** The whole configuration as files: exported, compared and applied, as the command of the same name does. */
export function ConfigurationDocumentPage() {
  const may = useMay();
  return (
    <>
      <PageHeader
        title={PAGES.configurationDocument.label}
        purpose="The whole configuration as files, for a repository: what npm run config does, in the browser."
      />
      <Stack gap="lg">
        <ExportSection />
        {may('compareConfiguration') && <LastAppliedSection />}
        {may('applyConfiguration') ? <CompareSection /> : <ReadOnlyNotice />}
      </Stack>
    </>
  );
}
