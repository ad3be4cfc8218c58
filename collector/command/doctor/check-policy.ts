/** Does a Content-Security-Policy let the snippet do its work? It needs its own script, modules beside it, and fetch to its origin; no style, no picture, no frame (https://www.w3.org/TR/CSP3/, read 2026-11-22). */

import { type DoctorFinding, right, wrong } from './finding.ts';

/** What the policy is held against. */
export interface PolicyParts {
  /** The page's address. */
  readonly page: URL;
  readonly script: URL;
  /** The nonce on the tag; undefined if it has none. */
  readonly nonce: string | undefined;
}

const REMEDY = "Let in what comes from your own origin: script-src 'self'; connect-src 'self'.";

/** Every policy of a page has to let it through. @param policies header and meta elements, each possibly a list */
export function checkPolicies(policies: readonly string[], parts: PolicyParts): DoctorFinding[] {
  const all = policies.flatMap((policy) => policy.split(',')).filter((policy) => policy.trim() !== '');
  if (all.length === 0) return [right('policy', 'The page has no Content-Security-Policy, so none is in the way.')];
  const found = all.flatMap((policy) => checkPolicy(parsePolicy(policy), parts));
  return found.length > 0
    ? found
    : [right('policy', 'The Content-Security-Policy lets the script, its modules and its requests through.')];
}

type Policy = ReadonlyMap<string, readonly string[]>;

function parsePolicy(text: string): Policy {
  const directives = new Map<string, readonly string[]>();
  for (const directive of text.split(';')) {
    const [name = '', ...values] = directive.trim().split(/\s+/);
    // Of two directives of one name browsers take the first.
    if (name !== '' && !directives.has(name.toLowerCase())) directives.set(name.toLowerCase(), values);
  }
  return directives;
}

function checkPolicy(policy: Policy, parts: PolicyParts): DoctorFinding[] {
  const found: DoctorFinding[] = [];
  const scripts = policy.get('script-src-elem') ?? policy.get('script-src') ?? policy.get('default-src');
  if (scripts && !allowsScript(scripts, parts)) {
    const says = `The Content-Security-Policy refuses ${parts.script.pathname} (script-src ${scripts.join(' ')}).`;
    found.push(wrong('policy', says, REMEDY));
  } else if (scripts && !allowsModules(scripts, parts)) {
    const says = `The Content-Security-Policy lets the script in but not the modules that it loads (script-src ${scripts.join(' ')}).`;
    found.push(wrong('policy', says, `${REMEDY} With a nonce, 'strict-dynamic' does it too.`));
  }
  const requests = policy.get('connect-src') ?? policy.get('default-src');
  if (requests && !requests.some((source) => allows(source, parts.script, parts.page))) {
    const says = `The Content-Security-Policy refuses requests to the page's own origin (connect-src ${requests.join(' ') || "'none'"}).`;
    found.push(wrong('policy', says, REMEDY));
  }
  const sandbox = policy.get('sandbox');
  if (sandbox && !(sandbox.includes('allow-scripts') && sandbox.includes('allow-same-origin')))
    found.push(wrong('policy', 'The page is sandboxed away from its own origin.', 'Serve it without that sandbox.'));
  return found;
}

function allowsScript(sources: readonly string[], { page, script, nonce }: PolicyParts): boolean {
  if (nonce !== undefined && sources.includes(`'nonce-${nonce}'`)) return true;
  // Under strict-dynamic browsers pass over every address.
  if (sources.includes("'strict-dynamic'")) return false;
  return sources.some((source) => allows(source, script, page));
}

/** Modules are loaded by the script itself, from its own folder, without a nonce. */
function allowsModules(sources: readonly string[], { page, script }: PolicyParts): boolean {
  if (sources.includes("'strict-dynamic'")) return true;
  const module = new URL('widget.js', script);
  return sources.some((source) => allows(source, module, page));
}

/** Does a source expression let an address in? */
function allows(source: string, address: URL, page: URL): boolean {
  if (source === '*') return true;
  if (source === "'self'") return address.origin === page.origin;
  if (source.startsWith("'")) return false;
  if (/^[a-z][a-z0-9+.-]*:$/i.test(source)) return source.toLowerCase() === address.protocol;
  const match = /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/:]+|\*)(?::(\d+|\*))?(\/.*)?$/i.exec(source);
  if (!match) return false;
  const [, scheme, host = '', port, path] = match;
  const isScheme = (scheme ?? page.protocol.replace(':', '')) === address.protocol.replace(':', '');
  const isHost = host.startsWith('*.')
    ? address.hostname.endsWith(host.slice(1))
    : host === '*' || host === address.hostname;
  const isPort = port === '*' || (port ?? '') === address.port;
  const isPath =
    path === undefined || (path.endsWith('/') ? address.pathname.startsWith(path) : path === address.pathname);
  return isScheme && isHost && isPort && isPath;
}
