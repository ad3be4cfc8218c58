import { describe, it } from 'vitest';
import { describeEngine } from './describe-engine.ts';
import { findWebKit, openWebKit } from './webkit-engine.ts';

const webkit = findWebKit();
if (webkit) describeEngine('WebKit', () => openWebKit(webkit));
else
  describe('WebKit', () => {
    it.skip('is not installed here: on Debian, apt-get install webkit2gtk-driver xvfb', () => undefined);
  });
