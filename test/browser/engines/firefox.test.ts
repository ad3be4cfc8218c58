import { describeEngine } from './describe-engine.ts';
import { openFirefox } from './firefox-engine.ts';

describeEngine('Firefox', openFirefox);
