/**
 * `labelProps` of a group of choices whose name is read out but not shown. Mantine puts the `aria-label` of such a group on
 * an element without a role, where nobody hears it.
 */
export const UNSEEN_LABEL = { display: 'none' } as const;
