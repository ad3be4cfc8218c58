/** What the banner loads when its details are opened, or when it is opened again: nothing the first question needs. */

export { openDetails } from './banner/details.ts';
export { DETAILS_STYLES } from './banner/details-styles.ts';
export { stepAside } from './banner/step-aside.ts';
export { tellStanding } from './banner/tell-standing.ts';
