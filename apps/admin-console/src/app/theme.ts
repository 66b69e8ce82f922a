import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

// prettier-ignore
const palettes: Record<'petrol' | 'red' | 'gray' | 'dark', MantineColorsTuple> = {
  /** The colour of interactive elements, and of nothing else. */
  petrol: ['#ecf7f7', '#d8ebec', '#aed6d9', '#80c0c5', '#5aadb4', '#3f9ba3', '#1f828b', '#0f6b74', '#0b565e', '#07424a'],
  red: ['#fdf0f0', '#f9dddd', '#f2b8b8', '#ee9c9c', '#ff8f8f', '#e05252', '#d13b3b', '#b42828', '#961f1f', '#761717'],
  gray: ['#f8f9fa', '#f1f3f4', '#e8ebed', '#dbdfe2', '#c4cace', '#99a1a8', '#646d75', '#4a5259', '#333a40', '#1b2024'],
  dark: ['#dfe3e6', '#b6bdc3', '#9aa2a9', '#79828a', '#343b41', '#282d32', '#1e2226', '#17191c', '#101214', '#0a0b0d'],
};

/** While a panel is open, only the width of the scroll bar is made up for; margins are not measured and put back. */
const removeScrollProps = { gapMode: 'padding' } as const;

/** A long word of a title is broken, so that it does not push the button to close out of sight. */
const BREAKS = { overflowWrap: 'anywhere' } as const;

/** Plain objects instead of `Component.extend`: the theme is in the first chunk, but the components need not be. */
export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 7 },
  colors: palettes,
  black: '#1b2024',
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  // In rem, so that text grows with what the reader has set in the browser.
  fontSizes: { xs: '0.75rem', sm: '0.84375rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  radius: { xs: '3px', sm: '6px', md: '9px', lg: '12px', xl: '20px' },
  headings: {
    fontWeight: '620',
    sizes: {
      h1: { fontSize: '1.3125rem', lineHeight: '1.35' },
      h2: { fontSize: '0.9375rem', lineHeight: '1.45' },
      h3: { fontSize: '0.84375rem', lineHeight: '1.45' },
    },
  },
  components: {
    ActionIcon: { defaultProps: { variant: 'subtle' } },
    Button: { defaultProps: { size: 'sm' }, styles: { root: { fontWeight: 550 } } },
    Drawer: { defaultProps: { removeScrollProps }, styles: { title: { lineHeight: 1.35, ...BREAKS } } },
    // Rendered next to its button, so that it belongs to the same landmark. No empty placeholder element takes the
    // focus.
    Menu: { defaultProps: { withinPortal: false, withInitialFocusPlaceholder: false } },
    InputWrapper: { styles: { description: { lineHeight: 1.4 } } },
    Modal: {
      defaultProps: {
        radius: 'md',
        removeScrollProps,
        overlayProps: { backgroundOpacity: 0.45 },
        transitionProps: { duration: 120 },
        closeButtonProps: { 'aria-label': 'Close' },
        // Otherwise the dialog's <header> would count as a second banner landmark of the page.
        attributes: { header: { role: 'presentation' } },
      },
      styles: { title: { fontSize: '1rem', fontWeight: 620, lineHeight: 1.35, ...BREAKS } },
    },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    Paper: { defaultProps: { radius: 'md' } },
    PasswordInput: { defaultProps: { visibilityToggleButtonProps: { 'aria-label': 'Show or hide what is typed' } } },
    Switch: { defaultProps: { size: 'sm', withThumbIndicator: false } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true, events: { hover: true, focus: true, touch: false } } },
  },
});

/**
 * Colours that both schemes need and that the palettes alone do not provide. Text has a contrast of at least 4.5:1
 * against its background, dots at least 3:1.
 */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5c656d',
    '--mantine-color-placeholder': '#69727a',
    '--mantine-color-error': '#b42828',
    '--mantine-color-anchor': 'var(--mantine-color-petrol-7)',
    '--passant-page': '#f7f8f9',
    '--passant-line': '#e3e6e9',
    '--passant-hover': 'rgb(20 40 45 / 5%)',
    '--passant-current': 'rgb(15 107 116 / 11%)',
    '--passant-track': '#8d969d',
    '--passant-phone': '#1b2024',
    '--passant-scheme': '#4a3a8c',
    '--passant-danger-line': '#efc4c4',
    '--passant-on': '#1f8a5b',
    '--passant-warn': '#b86e00',
    '--passant-warn-text': '#8a5200',
    '--passant-bad': '#b42828',
    '--passant-code': '#ffffff',
    '--passant-code-active': 'rgb(15 107 116 / 6%)',
    '--passant-code-selection': '#cfe6e8',
    '--passant-code-keyword': '#7a3e9d',
    '--passant-code-string': '#1a6b3c',
    '--passant-code-number': '#a3480b',
    '--passant-code-function': '#0f6b74',
  },
  dark: {
    '--mantine-color-dimmed': '#9aa2a9',
    '--mantine-color-placeholder': '#8b949b',
    '--mantine-color-error': '#ff8f8f',
    '--mantine-color-anchor': 'var(--mantine-color-petrol-3)',
    '--passant-page': '#101214',
    '--passant-line': '#2a2f34',
    '--passant-hover': 'rgb(255 255 255 / 5%)',
    '--passant-current': 'rgb(90 173 180 / 17%)',
    '--passant-track': '#6b747c',
    '--passant-phone': '#0a0b0d',
    '--passant-scheme': '#3b2f70',
    '--passant-danger-line': '#5a2c2c',
    '--passant-on': '#3fbf86',
    '--passant-warn': '#e0a638',
    '--passant-warn-text': '#e0a638',
    '--passant-bad': '#ff7b7b',
    '--passant-code': '#131518',
    '--passant-code-active': 'rgb(90 173 180 / 9%)',
    '--passant-code-selection': '#24474b',
    '--passant-code-keyword': '#c9a0e8',
    '--passant-code-string': '#8fcf9f',
    '--passant-code-number': '#e8ab7c',
    '--passant-code-function': '#80c0c5',
  },
});
