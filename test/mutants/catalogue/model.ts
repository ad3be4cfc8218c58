import type { Mutant } from '../mutant.ts';

const REAL_MODULES = 'test/model/real-modules.test.ts';
const FIXED = 'histories that are always the same';

const NTH_STEP = 'test/model/nth-step.test.ts';
const MIXED_FAULTS = 'test/model/mixed-faults.test.ts';
const EACH_FAULT = 'T-52 meets each bound';

/** The snippet's protocol, broken where only an unlucky order of two tabs shows it. */
export const MODEL_MUTANTS: readonly Mutant[] = [
  {
    id: 'model-records-without-the-lock',
    promise: 'P2',
    file: 'src/decision/keeper.ts',
    from: "lock('shared', PATIENCE_MS, async (holds) =>",
    to: '(async (run: (holds: () => boolean) => Promise<never>) => run(() => true))(async (holds): Promise<never> =>',
    test: REAL_MODULES,
    name: FIXED,
  },
  {
    id: 'model-no-keeps-what-waits',
    promise: 'P2',
    file: 'src/decision/refusal.ts',
    from: '(keepRights ? databases : [...databases, rights]).map',
    to: '(keepRights ? databases.slice(1) : [...databases, rights]).map',
    test: REAL_MODULES,
    name: FIXED,
  },
  {
    id: 'model-click-counts-once-stored',
    promise: 'P3',
    file: 'src/decision/keeper.ts',
    from: '() => !silenced && holds()',
    to: '() => holds()',
    test: REAL_MODULES,
    name: FIXED,
  },
  {
    id: 'model-old-yes-over-no',
    promise: 'P4',
    file: 'src/choices/grant.ts',
    from: " || (decision === 'denied' && !isInTurn())",
    to: '',
    test: REAL_MODULES,
    name: FIXED,
  },
  {
    id: 'model-posts-before-held',
    promise: 'P8',
    file: 'src/send/batch.ts',
    from: 'await holdHandles(rights, events);',
    to: 'void holdHandles(rights, events);',
    test: REAL_MODULES,
    name: FIXED,
  },
  {
    id: 'model-handles-lost-with-the-note',
    promise: 'P9',
    file: 'src/decision/refusal.ts',
    from: '/^(outbox|held)/',
    to: '/^outbox/',
    test: 'test/model/nth-step.test.ts',
    name: 'pages loaded again',
  },
  {
    id: 'model-bounds-not-applied',
    promise: 'P11',
    file: 'src/buffer/bounds.ts',
    from: '++events > maxEvents ||',
    to: '++events > maxEvents * 9 ||',
    test: MIXED_FAULTS,
    name: EACH_FAULT,
  },
  {
    id: 'model-too-large-batch-is-lost',
    promise: 'P11',
    file: 'src/send/sender.ts',
    from: 'if (ready[1]) return true;',
    to: 'if (ready[1]) return buffer.remove(ready).then(() => true);',
    test: MIXED_FAULTS,
    name: EACH_FAULT,
  },
  {
    id: 'model-what-failed-by-the-disk-is-not-tried-again',
    promise: 'P11',
    file: 'src/send/sender.ts',
    from: 'tryLater(COST_OF_SILENCE);',
    to: 'spent += COST_OF_SILENCE;',
    test: NTH_STEP,
    name: 'T-18 T-35',
  },
];
