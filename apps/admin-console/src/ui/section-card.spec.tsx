import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { render, screen } from '@testing-library/react';
import { draw } from '../../test/draw.js';
import { SectionCard } from './section-card.js';
import { arrive } from '../lib/arrival.js';

const scrolled = jest.fn();
beforeEach(() => {
  scrolled.mockClear();
  // jsdom has no layout to scroll.
  Element.prototype.scrollIntoView = scrolled;
});
afterEach(() => {
  window.location.hash = '';
});

const limits = () => (
  <SectionCard id="limits" title="Limits">
    <input aria-label="Timeout" />
  </SectionCard>
);
const section = () => screen.getByRole('region', { name: 'Limits' });

describe('after a navigation the focus', () => {
  it('goes to the section that the address names, also if it is rendered later', () => {
    window.location.hash = 'limits';
    draw(limits());
    expect(section()).toHaveFocus();
    expect(scrolled).toHaveBeenCalledTimes(1);
  });

  it('stays in the field in which somebody types', () => {
    render(<input aria-label="Name" />);
    screen.getByRole('textbox', { name: 'Name' }).focus();
    window.location.hash = 'limits';
    draw(limits());
    expect(screen.getByRole('textbox', { name: 'Name' })).toHaveFocus();
    expect(scrolled).not.toHaveBeenCalled();
  });

  it('goes to no section that the address does not name', () => {
    draw(limits());
    expect(section()).not.toHaveFocus();
  });

  it('goes to a section that is there already, or to the content of the page', () => {
    draw(
      <main id="content" tabIndex={-1}>
        {limits()}
      </main>,
    );
    arrive(undefined);
    expect(screen.getByRole('main')).toHaveFocus();
    window.location.hash = 'limits';
    arrive('limits');
    expect(section()).toHaveFocus();
    arrive('elsewhere');
    expect(screen.getByRole('main')).toHaveFocus();
  });

  it('stays in a dialog that was opened by it', () => {
    draw(
      <>
        <main id="content" tabIndex={-1} />
        <div role="dialog">
          <input aria-label="Name" />
        </div>
      </>,
    );
    screen.getByRole('textbox', { name: 'Name' }).focus();
    arrive(undefined);
    expect(screen.getByRole('textbox', { name: 'Name' })).toHaveFocus();
  });
});
