/** The table of all rules, in the order in which they are printed. */

import type { CheckRule } from './check-rule.ts';
import { LINKAGE_RULES } from './linkage-rules.ts';
import { MEANING_RULES } from './meaning-rules.ts';

/** Every rule of `askfirst check`, shape and review aside. */
export const CHECK_RULES: readonly CheckRule[] = [...MEANING_RULES, ...LINKAGE_RULES];
