import { describeEngine } from './describe-engine.ts';
import { describePeople } from './describe-people.ts';
import { openFirefox } from './firefox-engine.ts';

describeEngine('Firefox', openFirefox);
describePeople('Firefox', openFirefox);
