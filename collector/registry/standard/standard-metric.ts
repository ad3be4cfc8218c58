/** What a metric that the snippet observes by itself looks like, before a site makes it its own. */

import type { PropertyDefinition } from '../metric-definition.ts';

/** A metric of design 5.7 or 5.8 with the words `askfirst init` writes. */
export interface StandardMetric {
  readonly description: string;
  readonly why: string;
  /** Technical and interaction only: nothing that is observed without a site's own code goes further. */
  readonly category: 'technical' | 'interaction';
  readonly distinct?: string;
  readonly properties: Readonly<Record<string, PropertyDefinition>>;
  /** Why it counts as its category, where Mozilla's scheme could be read otherwise (MZ-9). */
  readonly categoryWhy?: string;
  /** Values of a choice that each site lists for itself. */
  readonly isOwnList?: true;
}
