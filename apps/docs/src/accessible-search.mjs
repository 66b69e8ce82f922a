/**
 * Corrects the roles in the search box of VitePress, which axe complains about (WCAG 4.1.2): the box is a dialog and no
 * button, box and input have a name, and what can be chosen is the link itself, not an element with a link in it that the
 * keyboard also reaches.
 */

/** @type {[its: string, ours: string][]} what stands in the template, and what stands there instead */
const CORRECTIONS = [
  [
    `      role="button"
      :aria-owns="results?.length ? 'localsearch-list' : undefined"
      aria-expanded="true"
      aria-haspopup="listbox"
`,
    `      role="dialog"
      aria-modal="true"
`,
  ],
  [
    `            :aria-activedescendant=`,
    `            role="combobox"
            :aria-expanded="results?.length ? 'true' : 'false'"
            :aria-activedescendant=`,
  ],
  [
    `            :id="'localsearch-item-' + index"
            :aria-selected="selectedIndex === index ? 'true' : 'false'"
            role="option"
`,
    `            role="presentation"
`,
  ],
  [
    `              :aria-label="[...p.titles, p.title].join(' > ')"
`,
    `              :id="'localsearch-item-' + index"
              :aria-selected="selectedIndex === index ? 'true' : 'false'"
              role="option"
              tabindex="-1"
`,
  ],
  // The label that they refer to has no text.
  [` aria-labelledby="localsearch-label"`, ` :aria-label="translate('button.buttonText')"`],
  [
    `:aria-labelledby="results?.length ? 'localsearch-label' : undefined"`,
    `:aria-label="results?.length ? translate('button.buttonText') : undefined"`,
  ],
  // A name that is not what is shown needs a role.
  [`<kbd :aria-label=`, `<kbd role="img" :aria-label=`],
  [`<span class="title-icon">`, `<span class="title-icon" aria-hidden="true">`],
];

/** @param {string} template of the search box @throws {Error} if it is not the one that the corrections are for */
export function correctRoles(template) {
  return CORRECTIONS.reduce((text, [its, ours]) => {
    if (!text.includes(its)) throw new Error(`The search box of VitePress is another one now: ${its.trim()}`);
    return text.replaceAll(its, () => ours);
  }, template);
}

/** @returns {import('vite').Plugin} */
export const accessibleSearch = () => ({
  name: 'passant:accessible-search',
  enforce: 'pre',
  transform: {
    filter: { id: /VPLocalSearchBox\.vue$/ },
    handler: (code) => correctRoles(code),
  },
});
