import type { Mutant } from '../mutant.ts';

const REAL_MODULES = 'test/model/real-modules.test.ts';
const FIXED = 'histories that are always the same';
const UNIT = 'test/src/rights.test.ts';
const WITHDRAWAL = 'test/browser/rights/withdrawal.test.ts';
const ERASURE = 'test/browser/rights/erasure.test.ts';
const CENTRE = 'test/browser/rights/centre.test.ts';

/** Rights on the device, broken. */
export const RIGHTS_DEVICE_MUTANTS: readonly Mutant[] = [
  {
    id: 'device-leaves-rights-after-a-withdrawal',
    promise: 'P2',
    file: 'src/rights/outbox.ts',
    from: 'if (isOver && !entries[0] && holds()) await rights.destroy();',
    to: '',
    test: REAL_MODULES,
    name: FIXED,
  },
  {
    id: 'device-sends-before-the-outbox',
    promise: 'P2',
    file: 'src/send/sender.ts',
    from: "if (await hasOutbox(stored)) return 'outbox';",
    to: "if (!grant && (await hasOutbox(stored))) return 'outbox';",
    test: REAL_MODULES,
    name: FIXED,
  },
  {
    id: 'device-withdraws-a-yes-that-was-never-posted',
    promise: 'P2',
    file: 'src/rights/set-aside.ts',
    from: '({ value }) => hasNote || value.receipt',
    to: '() => true',
    test: UNIT,
    name: 'P2 a proof that was never posted',
  },
  {
    id: 'device-new-yes-forgets-the-old-withdrawal',
    promise: 'P8',
    file: 'src/choices/grant.ts',
    from: "if (stored === 'unreadable' || isDenial(stored)) await",
    to: "if (stored === 'unreadable') await",
    test: REAL_MODULES,
    name: FIXED,
  },
  {
    id: 'device-names-only-the-first-part',
    promise: 'P8',
    file: 'src/rights/holdings.ts',
    from: 'Math.max(parts.length, secrets.length)',
    to: 'Math.max(1, secrets.length)',
    test: UNIT,
    name: 'P8 goes in parts',
  },
  {
    id: 'device-erases-without-asking-the-collector',
    promise: 'P8',
    file: 'src/rights/set-aside.ts',
    from: 'if (!isEmpty) store.put(entry, entryKey(id));',
    to: '',
    test: ERASURE,
    name: 'P8 P9 erases all that was sent',
    build: true,
  },
  {
    id: 'device-reads-requested-before-the-disk-has-it',
    promise: 'P8',
    file: 'src/buffer/database.ts',
    from: "strict: use(true, 'strict'),",
    to: 'strict: use(true),',
    test: WITHDRAWAL,
    name: 'T-65 erased offline',
    build: true,
  },
  {
    id: 'device-believes-a-provisional-certificate',
    promise: 'P9',
    file: 'src/rights/certificate.ts',
    from: "certificate?.state === 'final' &&",
    to: 'certificate !== undefined &&',
    test: UNIT,
    name: 'P9 is a final certificate',
  },
  {
    id: 'device-believes-a-certificate-of-fewer-handles',
    promise: 'P9',
    file: 'src/rights/certificate.ts',
    from: 'certificate.named === named',
    to: 'certificate.named !== undefined',
    test: UNIT,
    name: 'P9 is a final certificate',
  },
  {
    id: 'device-forgets-more-than-it-named',
    promise: 'P9',
    file: 'src/rights/outbox.ts',
    from: 'for (const key of keys) store.delete(key);',
    to: 'store.clear();',
    test: REAL_MODULES,
    name: FIXED,
  },
  {
    id: 'device-forgets-the-secret-of-the-yes',
    promise: 'P12',
    file: 'src/rights/set-aside.ts',
    from: 'secrets: consents.map(({ value }) => toBase64Url(value.secret)),',
    to: 'secrets: [],',
    test: WITHDRAWAL,
    name: 'P2 P8 erases what was sent and the record of the yes',
    build: true,
  },
  {
    id: 'device-hands-out-a-receipt-without-its-key',
    promise: 'P12',
    file: 'widget/centre/rights-view.ts',
    from: 'const keys = await host.keys().catch(() => []);',
    to: 'const keys: unknown[] = [];',
    test: CENTRE,
    name: 'UI-E5',
    build: true,
  },
];
