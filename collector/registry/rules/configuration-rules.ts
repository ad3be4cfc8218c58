/** Rules about askfirst.yaml: what visitors are told there must be there. */

import { looksLikeIdentifier } from '../../../contract/path.ts';
import type { CheckRule, Finding } from './check-rule.ts';

/** Rules about purposes, languages, processors, paths and signals. */
export const CONFIGURATION_RULES: readonly CheckRule[] = [
  {
    id: 'purpose-without-words',
    severity: 'error',
    enforced: 'load',
    says: 'Each purpose has title and text in the first language of the site, which stands in for every other.',
    remedy: 'Write them in the first of languages.',
    find: ({ configuration: { languages, purposes } }) =>
      Object.entries(purposes).flatMap(([name, words]) =>
        (['title', 'text'] as const)
          .filter((part) => !Object.hasOwn(words[part], languages[0] ?? ''))
          .map((part) => ({
            path: ['purposes', name, part],
            message: `The ${part} of \`${name}\` is missing in ${languages[0]}.`,
          })),
      ),
  },
  {
    id: 'purpose-untranslated',
    severity: 'warning',
    enforced: 'check',
    says: 'Each purpose is told in every language of the site; a visitor cannot agree to what they cannot read.',
    remedy: 'Translate it, or take the language out of languages.',
    find: ({ configuration: { languages, purposes } }) =>
      Object.entries(purposes).flatMap(([name, words]) =>
        languages
          .slice(1)
          .flatMap((language) =>
            Object.hasOwn(words.title, language) && Object.hasOwn(words.text, language)
              ? []
              : [{ path: ['purposes', name], message: `\`${name}\` is not told in ${language}.` }],
          ),
      ),
  },
  {
    id: 'purpose-unused',
    severity: 'warning',
    enforced: 'check',
    says: 'A purpose has metrics: visitors are not asked for nothing.',
    remedy: 'Remove the purpose, or declare what it is for.',
    find: ({ configuration: { purposes }, metrics }) =>
      Object.keys(purposes)
        .filter((name) => !metrics.some(({ definition }) => definition.purpose === name))
        .map((name) => ({ path: ['purposes', name], message: `No metric serves \`${name}\`.` })),
  },
  {
    id: 'keeps-every-path',
    severity: 'error',
    enforced: 'load',
    says: 'paths.keep names the paths whose segments are safe. A pattern that keeps every path would keep identifiers, too.',
    remedy: 'Name the folder whose pages are meant: /posts/*.',
    find: ({ configuration: { paths } }) =>
      paths.keep.flatMap((pattern, at): Finding[] =>
        /[^/*:]/.test(pattern.replace(/:\w+/g, ''))
          ? []
          : [{ path: ['paths', 'keep', at], message: `\`${pattern}\` keeps every path as it is.` }],
      ),
  },
  {
    id: 'template-keeps-identifier',
    severity: 'error',
    enforced: 'load',
    says: 'A template of paths holds no identifier of its own: /orders/:id, not /orders/48213, which would be recorded as it stands.',
    remedy: 'Write :id, or another :name, in its place.',
    find: ({ configuration: { paths } }) =>
      paths.templates.flatMap((template, at): Finding[] => {
        const segment = template.split('/').find((part) => part[0] !== ':' && looksLikeIdentifier(part));
        const message = `\`${template}\` holds \`${segment}\`, which looks like an identifier.`;
        return segment ? [{ path: ['paths', 'templates', at], message }] : [];
      }),
  },
  {
    id: 'placeholder',
    severity: 'warning',
    enforced: 'check',
    says: 'The controller’s name and contact are real: the privacy page shows them.',
    remedy: 'Write the real one in askfirst.yaml.',
    find: ({ configuration: { controller } }) =>
      (['name', 'contact'] as const)
        .filter((part) => /\.invalid\b|\byour\b|\bexample\.(com|org|net)\b|\btodo\b/i.test(controller[part]))
        .map((part) => ({ path: ['controller', part], message: `“${controller[part]}” is a placeholder.` })),
  },
  {
    id: 'storage-untold',
    severity: 'warning',
    enforced: 'check',
    says: 'The privacy page says where data lies (GL-11), so storage.place is told.',
    remedy: 'Add storage: { place: …, region: … }.',
    find: ({ configuration: { storage } }) =>
      storage.place === undefined ? [{ path: ['storage'], message: 'No place of storage is told.' }] : [],
  },
  {
    id: 'feedback-untold',
    severity: 'warning',
    enforced: 'check',
    says: 'Visitors are told where feedback goes (GL-6) and where the code can be read (GL-14).',
    remedy: 'Add the address.',
    find: ({ configuration }) =>
      (['feedback', 'source'] as const)
        .filter((key) => configuration[key] === undefined)
        .map((key) => ({ path: [key], message: `\`${key}\` is not told.` })),
  },
  {
    id: 'processor-without-contract',
    severity: 'warning',
    enforced: 'check',
    says: 'Each processor has a contract that can be linked (GDPR Art. 28, GL-17).',
    remedy: 'Add contract: https://….',
    find: ({ configuration: { processors } }) =>
      processors.flatMap(({ contract, name }, at): Finding[] =>
        contract === undefined ? [{ path: ['processors', at], message: `${name} has no contract linked.` }] : [],
      ),
  },
  {
    id: 'signal-ignored',
    severity: 'warning',
    enforced: 'check',
    says: 'Global Privacy Control is honoured: in some places the law asks for it, and everywhere the visitor does.',
    remedy: 'Set signals.gpc to true.',
    find: ({ configuration: { signals } }) =>
      signals.gpc ? [] : [{ path: ['signals', 'gpc'], message: 'Global Privacy Control is ignored.' }],
  },
];
