import { describe, expect, it } from '@jest/globals';
import { fireEvent, screen } from '@testing-library/react';
import type { ScriptTemplate } from '@passant/contracts';
import { draw } from '../../../test/draw.js';
import { TemplateChoice } from './template-choice.js';

const template: ScriptTemplate = {
  id: 'directory-look-up',
  name: 'Directory look-up',
  purpose: 'One step.',
  flow: 'ONE_STEP',
  scripts: { complete: 'function execute() {}' },
  allowed_hosts: [],
  properties: [],
  fixtures: [],
};

describe('the choice of a template', () => {
  it('hands over the template that is chosen, and nothing for the short script', () => {
    const chosen: (ScriptTemplate | undefined)[] = [];
    const choose = (one: ScriptTemplate | undefined) => chosen.push(one);
    const { rerender } = draw(<TemplateChoice templates={[template]} chosen="" onChoose={choose} />);
    expect(screen.getByRole('radiogroup', { name: 'Template' })).toBeInTheDocument();
    expect(screen.getByRole('radio', { name: 'A short script' })).toBeChecked();
    fireEvent.click(screen.getByRole('radio', { name: 'Directory look-up' }));
    rerender(<TemplateChoice templates={[template]} chosen={template.id} onChoose={choose} />);
    expect(screen.getByRole('radio', { name: 'Directory look-up' })).toBeChecked();
    fireEvent.click(screen.getByRole('radio', { name: 'A short script' }));
    expect(chosen).toEqual([template, undefined]);
  });

  it('shows a template that the console does not know in the words of the server', () => {
    const other = { ...template, id: 'of-tomorrow', name: 'Of tomorrow', purpose: 'Three steps.' };
    draw(<TemplateChoice templates={[template, other]} chosen="" onChoose={() => {}} />);
    expect(screen.getByRole('radio', { name: 'Of tomorrow' })).toBeInTheDocument();
    expect(screen.getByText('Three steps.')).toBeInTheDocument();
    expect(
      screen.getByText('One step. The app says who it is about, a directory of yours says who that is.'),
    ).toBeInTheDocument();
  });
});
