/** The history of scopes as pages and the device's question "what changed?" need it. */

import type { ReleasedScope } from './loaded-registry.ts';
import { NO_SCOPE, type Scope } from './scope-lock.ts';
import { toScopeNews } from './scope-news.ts';

/** Each scope against the one before it, oldest first. */
export function toReleasedScopes(scopes: readonly Scope[]): ReleasedScope[] {
  return scopes.map((scope, at) => {
    const before = scopes[at - 1] ?? NO_SCOPE;
    const names = Object.keys(scope.metrics).sort();
    const changed = names.filter(
      (name) => Object.hasOwn(before.metrics, name) && before.metrics[name]?.digest !== scope.metrics[name]?.digest,
    );
    const isNew = (name: string) => scope.metrics[name]?.since === scope.number;
    const added = names.filter((name) => !Object.hasOwn(before.metrics, name));
    return {
      number: scope.number,
      date: scope.date,
      kind: scope.kind,
      added,
      widened: names.filter((name) => isNew(name) && !added.includes(name)),
      changed: changed.filter((name) => !isNew(name)),
      removed: Object.keys(before.metrics).filter((name) => !Object.hasOwn(scope.metrics, name)),
      news: toScopeNews(before, scope),
      since: Object.fromEntries(names.map((name) => [name, scope.metrics[name]?.since ?? scope.number])),
      digest: scope.digest,
    };
  });
}
