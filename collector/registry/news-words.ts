/** The sentences that tell what changed, by language. Data; `{names}` are filled in by tell-news.ts. */

import type { ScopeNews } from './scope-news.ts';

/** One sentence for each kind of news. `lives-for-ever` is told of a metric that no longer expires. */
export type NewsWords = Readonly<Record<ScopeNews['of'] | 'lives-for-ever', string>>;

const EN: NewsWords = {
  controller: '{name} is now responsible.',
  'purpose-added': 'A new purpose, {title}: {text}',
  'purpose-reworded': 'What is told of “{title}” now reads: {text}',
  'processor-added': '{name} ({country}) now handles the data too: {role}.',
  hours: 'The hour is noted, not only the day.',
  paths: 'More of the address of a page is noted.',
  pages: 'Pages that were left out are counted: {patterns}.',
  'metric-added': 'New: {description}',
  'metric-widened': 'More is noted than before of: {description}',
  'properties-added': 'Now also noted ({properties}) of: {description}',
  'kept-longer': 'Now kept for {days} days: {description}',
  'lives-longer': 'Now collected until {until}: {description}',
  'lives-for-ever': 'Now collected without an end: {description}',
  'purpose-changed': 'Now for “{title}”: {description}',
};

const PT: NewsWords = {
  controller: '{name} é agora responsável.',
  'purpose-added': 'Uma nova finalidade, {title}: {text}',
  'purpose-reworded': 'O que se diz de «{title}» passa a ser: {text}',
  'processor-added': '{name} ({country}) também passa a tratar os dados: {role}.',
  hours: 'Anota-se a hora, e não apenas o dia.',
  paths: 'Anota-se mais do endereço de uma página.',
  pages: 'Contam-se páginas que antes ficavam de fora: {patterns}.',
  'metric-added': 'Novo: {description}',
  'metric-widened': 'Anota-se mais do que antes de: {description}',
  'properties-added': 'Anota-se também ({properties}) de: {description}',
  'kept-longer': 'Guarda-se agora durante {days} dias: {description}',
  'lives-longer': 'Recolhe-se agora até {until}: {description}',
  'lives-for-ever': 'Recolhe-se agora sem fim previsto: {description}',
  'purpose-changed': 'Agora para «{title}»: {description}',
};

const DE: NewsWords = {
  controller: 'Verantwortlich ist jetzt {name}.',
  'purpose-added': 'Ein neuer Zweck, {title}: {text}',
  'purpose-reworded': 'Zu „{title}“ heißt es jetzt: {text}',
  'processor-added': 'Auch {name} ({country}) verarbeitet jetzt die Daten: {role}.',
  hours: 'Notiert wird die Stunde, nicht nur der Tag.',
  paths: 'Von der Adresse einer Seite wird mehr notiert.',
  pages: 'Gezählt werden Seiten, die ausgenommen waren: {patterns}.',
  'metric-added': 'Neu: {description}',
  'metric-widened': 'Mehr als bisher wird notiert von: {description}',
  'properties-added': 'Jetzt auch notiert ({properties}) von: {description}',
  'kept-longer': 'Jetzt {days} Tage lang aufbewahrt: {description}',
  'lives-longer': 'Jetzt erhoben bis {until}: {description}',
  'lives-for-ever': 'Jetzt ohne Ende erhoben: {description}',
  'purpose-changed': 'Jetzt für „{title}“: {description}',
};

const FR: NewsWords = {
  controller: 'Le responsable est désormais {name}.',
  'purpose-added': 'Une nouvelle finalité, {title} : {text}',
  'purpose-reworded': 'Ce qui est dit de « {title} » devient : {text}',
  'processor-added': '{name} ({country}) traite désormais aussi les données : {role}.',
  hours: 'L’heure est notée, et non plus seulement le jour.',
  paths: 'Une plus grande partie de l’adresse d’une page est notée.',
  pages: 'Des pages qui étaient exclues sont comptées : {patterns}.',
  'metric-added': 'Nouveau : {description}',
  'metric-widened': 'On note plus qu’avant de : {description}',
  'properties-added': 'On note aussi ({properties}) de : {description}',
  'kept-longer': 'Conservé désormais {days} jours : {description}',
  'lives-longer': 'Collecté désormais jusqu’au {until} : {description}',
  'lives-for-ever': 'Collecté désormais sans fin prévue : {description}',
  'purpose-changed': 'Désormais pour « {title} » : {description}',
};

const ES: NewsWords = {
  controller: 'El responsable es ahora {name}.',
  'purpose-added': 'Una finalidad nueva, {title}: {text}',
  'purpose-reworded': 'Lo que se dice de «{title}» pasa a ser: {text}',
  'processor-added': '{name} ({country}) trata ahora también los datos: {role}.',
  hours: 'Se anota la hora, y no solo el día.',
  paths: 'Se anota más de la dirección de una página.',
  pages: 'Se cuentan páginas que antes quedaban fuera: {patterns}.',
  'metric-added': 'Nuevo: {description}',
  'metric-widened': 'Se anota más que antes de: {description}',
  'properties-added': 'Ahora se anota también ({properties}) de: {description}',
  'kept-longer': 'Ahora se guarda {days} días: {description}',
  'lives-longer': 'Ahora se recoge hasta {until}: {description}',
  'lives-for-ever': 'Ahora se recoge sin fin previsto: {description}',
  'purpose-changed': 'Ahora para «{title}»: {description}',
};

/** By language; where one is missing, English is spoken. */
export const NEWS_WORDS: Readonly<Record<string, NewsWords>> & { readonly en: NewsWords } = {
  en: EN,
  pt: PT,
  de: DE,
  fr: FR,
  es: ES,
};
