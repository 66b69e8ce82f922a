import { Code, List } from '@mantine/core';
import type { Problem } from '@passant/configuration-files';
import { Notice } from '../../ui/notice.js';

/** So many are shown; whoever has mended them sees the next. */
const MOST = 50;

/** What is wrong with the files, each with its file, line and member. */
export function ProblemList({ problems, title }: { problems: readonly Problem[]; title: string }) {
  return (
    <Notice tone="bad" role="alert" title={title}>
      <List size="sm" spacing={4}>
        {problems.slice(0, MOST).map(({ place, path, sentence }, index) => (
          <List.Item key={index} style={{ overflowWrap: 'anywhere' }}>
            <Code>{place}</Code> {path !== '' && <strong>{path}: </strong>}
            {sentence}
          </List.Item>
        ))}
      </List>
      {problems.length > MOST && `And ${problems.length - MOST} more.`}
    </Notice>
  );
}
