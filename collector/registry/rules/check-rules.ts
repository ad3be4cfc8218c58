/** The table of all rules, in the order in which they are printed. */

import type { CheckRule } from './check-rule.ts';
import { CONFIGURATION_RULES } from './configuration-rules.ts';
import { HYGIENE_RULES } from './hygiene-rules.ts';
import { LINKAGE_RULES } from './linkage-rules.ts';
import { MEANING_RULES } from './meaning-rules.ts';
import { NAMING_RULES } from './naming-rules.ts';
import { SENSITIVITY_RULES } from './sensitivity-rules.ts';
import { STANDARD_RULES } from './standard-rules.ts';
import { WORDING_RULES } from './wording-rules.ts';

/** Every rule of `askfirst check`, shape and review aside. */
export const CHECK_RULES: readonly CheckRule[] = [
  ...MEANING_RULES,
  ...LINKAGE_RULES,
  ...NAMING_RULES,
  ...WORDING_RULES,
  ...SENSITIVITY_RULES,
  ...STANDARD_RULES,
  ...HYGIENE_RULES,
  ...CONFIGURATION_RULES,
];
