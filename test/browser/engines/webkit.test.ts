import { describe } from 'vitest';
import { describeEngine } from './describe-engine.ts';
import { findWebKit, openWebKit } from './webkit-engine.ts';

const webkit = findWebKit();

describe.skipIf(!webkit)('where WebKit is installed', () =>
  describeEngine('WebKit', async () => {
    if (!webkit) throw new Error('WebKit is not installed: on Debian, apt-get install webkit2gtk-driver xvfb');
    return openWebKit(webkit);
  }),
);
