/** Reads what the build left for the page. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WidgetTexts } from '../../contract/texts.ts';
import { StartProblem } from '../start-problem.ts';

/** The built files, before any site's words and configuration are put in. */
export interface PageFiles {
  /** `askfirst.js`, with a placeholder for the configuration. */
  readonly snippet: string;
  /** Loaded on demand, by name. */
  readonly modules: ReadonlyMap<string, string>;
  /** Shipped words by language. */
  readonly texts: ReadonlyMap<string, WidgetTexts>;
}

/** Throws, saying what to do, if the package has not been built. */
export function readPageFiles(folder: string): PageFiles {
  try {
    const read = (name: string) => readFileSync(join(folder, name), 'utf8');
    const scripts = readdirSync(folder).filter((name) => name.endsWith('.js') && name !== 'askfirst.js');
    const texts = readdirSync(join(folder, 'texts')).filter((name) => name.endsWith('.json'));
    return {
      snippet: read('askfirst.js'),
      modules: new Map(scripts.map((name) => [name, read(name)])),
      // Written by our own build, whose tests compare every language with the type.
      texts: new Map(texts.map((name) => [name.slice(0, -5), JSON.parse(read(`texts/${name}`)) as WidgetTexts])),
    };
  } catch (error) {
    throw new StartProblem(`The page's files cannot be read from ${folder}. Run npm run build.`, { cause: error });
  }
}
