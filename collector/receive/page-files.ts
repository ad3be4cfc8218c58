/** Reads what the build left for the page. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CentreTexts, PeopleTexts, WidgetTexts } from '../../contract/texts.ts';
import { StartProblem } from '../start-problem.ts';

/** The built files, before any site's words and configuration are put in. */
export interface PageFiles {
  /** `askfirst.js`, with a placeholder for the configuration. */
  readonly snippet: string;
  /** Loaded on demand, by name. */
  readonly modules: ReadonlyMap<string, string>;
  /** Shipped words by language. */
  readonly texts: ReadonlyMap<string, WidgetTexts>;
  /** What only people who sign in are told, by language. */
  readonly peopleTexts: ReadonlyMap<string, PeopleTexts>;
  /** Words of the privacy centre by language. */
  readonly centreTexts: ReadonlyMap<string, CentreTexts>;
}

/** Throws, saying what to do, if the package has not been built. */
export function readPageFiles(folder: string): PageFiles {
  try {
    const read = (name: string) => readFileSync(join(folder, name), 'utf8');
    const scripts = readdirSync(folder).filter((name) => name.endsWith('.js') && name !== 'askfirst.js');
    // Written by our own build, whose tests compare every language with the type.
    const readTexts = <Texts>(part: string) => {
      const names = existsSync(join(folder, part)) ? readdirSync(join(folder, part)) : [];
      const files = names.filter((name) => name.endsWith('.json'));
      return new Map(files.map((name) => [name.slice(0, -5), JSON.parse(read(`${part}/${name}`)) as Texts]));
    };
    return {
      snippet: read('askfirst.js'),
      modules: new Map(scripts.map((name) => [name, read(name)])),
      texts: readTexts('texts'),
      peopleTexts: readTexts('texts/people'),
      centreTexts: readTexts('texts/centre'),
    };
  } catch (error) {
    throw new StartProblem(`The page's files cannot be read from ${folder}. Run npm run build.`, { cause: error });
  }
}
