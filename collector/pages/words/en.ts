/** The words of the privacy page in English, after which the other languages are made. Data; `{names}` are filled in. */

/** What stands on the page, by place. */
export const EN = {
  title: 'How {controller} counts visits',
  developmentTitle: 'Development site.',
  development: 'Its reports show every single visit at once.',
  noWords: 'This page is not written in “{language}” yet. The site’s own words are shown as it wrote them.',
  languages: 'Languages',
  summary: 'Visits are counted only after a yes. Without one nothing leaves your browser.',
  summaryPurposes: 'What for: {titles}.',
  summaryPurposesLink: 'Why',
  summaryMetrics: 'What: {count} kinds of notes.',
  summaryMetricsInScope: 'What: {count} kinds of notes, fixed in scope {scope} of {date}.',
  summaryMetricsLink: 'All of them',
  summaryIdentity: 'Who you are: not asked, not stored, no identifier.',
  summaryIdentityLink: 'What that means, and what it cannot',
  summaryPlace: 'Where to: this site’s own server and nowhere else.',
  summaryPlaceLink: 'Where and how long',
  summaryChange: 'Changing your mind: one press on “{choice}”, on any page.',
  summaryChangeLink: 'How',
  responsible: 'Who is responsible',
  controller: 'Controller',
  contact: 'Contact',
  officer: 'Data protection officer',
  authority: 'Supervisory authority',
  machines: 'For machines',
  machinesManifest: 'The same as data: {manifest}.',
  machinesKeys: 'Keys that sign receipts: {keys}.',
  machinesKeysNow: 'Keys that sign receipts: {keys}, at present {key}.',
  ledger: 'The ledger',
  ledgerWhat:
    'Releases, wordings, keys, the consents of each day (as one hash that tells nothing of anybody) and the number of requests of each month are entered in a ledger in which nothing can be changed unnoticed by whoever kept an earlier head. Its newest head, of {day}, over {size} entries: {hash}. Signed:',
  ledgerKept: 'Every receipt and certificate carries the head of its time. Earlier ones: {feed}.',
  anchorLabel: '{id}, address of this answer',

  q1: 'How do I say yes or no?',
  q2: 'Why is data collected?',
  q3: 'Why should I say yes?',
  q4: 'What do those who say yes gain?',
  q5: 'How can I take part in what is collected?',
  q6: 'Where does feedback go?',
  q7: 'Who has data collected, and who never?',
  q8: 'What is collected?',
  q9: 'When is it collected?',
  q10: 'From where is it collected?',
  q11: 'Where is it stored, and for how long?',
  q12: 'Is it anonymous? Is my IP address collected?',
  q13: 'Can I see what was collected from me?',
  q14: 'Can I review the code?',
  q15: 'How is a request for erasure handled (GDPR Art. 17)?',
  q16: 'How is a request for access handled (GDPR Art. 15)?',
  q17: 'Does a vendor’s script send data? Which agreements are there?',
  q18: 'What of service-desk data and sub-processors?',
  q19: 'My employer agreed. What if I do not?',
  q20: 'What does the maker of the software get?',
  q21: 'Where do I find a single answer, to send to somebody?',

  a1: 'A banner asks you on your first visit. “{reject}” and “{accept}” are the same kind of button, one press each.',
  a1BufferIndexeddb:
    'Until you choose, the page keeps its notes in your browser only, at most 200 and for at most 24 hours, and shows you each of them on request. Nothing is sent.',
  a1BufferMemory:
    'Until you choose, the page keeps its notes in its own memory only, and they are gone when you leave it. Nothing is stored in your browser and nothing is sent.',
  a1BufferOff: 'Until you choose, nothing is noted, stored or sent.',
  a1Accept: 'Accept: what you accepted is collected from then on, with the notes that waited, unless you removed them.',
  a1Reject: 'Reject: nothing is sent, and the notes that waited are destroyed.',
  a1Change:
    'Change your mind at any time: the button “{choice}” on every page opens the question again. No is one press, as yes is.',
  a1Silence: 'Say nothing: nothing is sent.',
  a1Months: 'A yes and a no both stand for {months} months, in this browser only; then you are asked again.',
  a1Gpc:
    'If your browser sends Global Privacy Control, that is a no: you see no banner and nothing is collected, unless you then accept on purpose.',
  a1NoGpc: 'This site does not treat Global Privacy Control as a no.',
  a1Dnt: 'Do Not Track counts as a no too.',

  a2: 'For the purposes below and nothing else. You accept purposes; each thing collected belongs to one.',
  a3: 'You need no reason for either answer, and the site works the same. This is what each thing collected is good for, in the words that were reviewed:',
  a4: 'Nothing is traded: whoever says yes gets the same pages as whoever says no. What comes back is a site that is mended where people get stuck, as {benefits} says for each thing collected. These reports are made from it; nobody is seen alone in them ({anonymity}).',
  a4Label: 'Reports by what is collected',
  a4Purpose: 'Purpose',
  a4Collected: 'Collected',
  a4Reports: 'Reports made from it',
  a4None: 'none yet',

  a5: 'Nothing is collected that was not proposed in writing and approved by a steward of this site. Proposals, approvals and refusals are files in the site’s own repository; {dictionary} shows them.',
  a5Unread:
    'What is collected was proposed in writing and approved by a steward of this site, but for what is named below as not yet reviewed by a person. Proposals, approvals and refusals are files in the site’s own repository; {dictionary} shows them.',
  a5Source: 'The repository: {source}.',
  a5Stewards: 'Stewards: {stewards}.',
  a5Dictionary: 'the dictionary',
  a5ApprovedBy: 'Approved by {steward}: {metrics}.',
  a5ApprovedByAuthor: 'Approved by {steward}, who also made them: {metrics}.',
  a5Bootstrap: 'Not yet reviewed by a person: {metrics}.',
  a5Issues: 'Where each was discussed, and where you can object:',
  a5Scope:
    'What is collected is frozen in numbered scopes. The newest is {scope}, of {date} ({kind}). A yes to an earlier one covers only what was in that one; you are asked again about what came later. Every change is in {feed}.',
  a5NoScope: 'No scope has been released yet, so nothing is collected.',
  a5News: 'What it asks for that the one before it did not:',
  a5Removed: 'Removed: {metrics}.',
  a5Feed: 'a feed',
  kindWidening: 'it asks for more',
  kindNarrowing: 'it asks for less',
  kindEditorial: 'only words changed',

  a6: 'To {controller}, {contact}.',
  a6Feedback: 'To {feedback}, or {controller}, {contact}.',

  a7: 'Collected from: visitors of {origin} who said yes in this browser, for the purposes they said yes to.',
  a7Never: 'Never from:',
  a7Unanswered: 'anybody who has not answered, or said no',
  a7Gpc: 'browsers that send Global Privacy Control, unless their visitor accepted knowing that',
  a7Dnt: 'browsers that send Do Not Track, likewise',
  a7Unable: 'browsers that cannot keep an answer, and pages without a secure connection',
  a7Pages: 'these pages: {pages}',
  a7Elements: 'elements that the site marks with {mark}',
  a7Subjects:
    'On this site people sign in. Their organisation can switch collection off for all of them; it can switch it on for nobody.',

  a8Nothing: 'Nothing at present.',
  a8Label: 'What is collected',
  a8What: 'What happened',
  a8Beside: 'What is noted beside it',
  a8NothingMore: 'nothing more',
  a8Each:
    'Each note also has its day, a random number that only your browser can prove to be its own, and, once a day for each thing, a mark that says “this browser’s first today”. {dictionary} has every detail, with who approved each. Before you choose, the banner shows each waiting note exactly as it would be sent.',
  a8EachHour:
    'Each note also has its day and hour, a random number that only your browser can prove to be its own, and, once a day for each thing, a mark that says “this browser’s first today”. {dictionary} has every detail, with who approved each. Before you choose, the banner shows each waiting note exactly as it would be sent.',
  a8Dictionary: 'The dictionary',
  a8Never: 'Never collected:',

  a9PageView: 'When a page is shown.',
  a9VisitStart: 'When a visit begins: at the first page, or after ten minutes without activity.',
  a9VisitPages: 'When a visit reaches 2, 3, 5 and 10 pages.',
  a9VisitSeconds: 'When a visit has lasted 10, 30, 60, 180 and 600 seconds.',
  a9VisitDay: 'Once a day, at the first page.',
  a9: 'Before you accept, nothing is sent. Afterwards notes are sent within about a second while the page is open, a few at a time; what could not be sent waits in your browser for at most three days.',
  a9Day: 'A note tells its day, not the hour.',
  a9Hour: 'A note tells its hour and day.',

  a10: 'From the pages of {origin} that carry the script {script}, and sent back to {site} only. Your browser enforces that: the script cannot send to another address.',
  a10Ignored: 'Nothing is noted on these pages:',
  a10Paths:
    'Of an address only the path is kept, without query and fragment; parts that look like identifiers become {identifier}.',
  a10Templates: 'These shapes stand for all their pages:',

  a11Place: 'On the site’s own server: {place}.',
  a11NoPlace: 'On the site’s own server; {controller} has not said where it stands.',
  a11Backups: 'Backups are kept for at most {days} days.',
  a11Tables: '{tables}, with made-up rows, are public.',
  a11TablesLink: 'The store’s actual tables',
  a11Label: 'How long',
  a11Collected: 'Collected',
  a11Kept: 'A note is kept',
  a11Until: 'Collected until',
  a11Days: '{days} days',
  a11NoEnd: 'no end set',
  a11NoRetention: 'This version does not yet remove notes by itself when that time is over; {controller} has to.',
  a11Development: 'This is a development site; its figures are worked out anew each time and not kept.',
  a11Figures:
    'Figures made from the notes of a closed day, each from at least {k} browsers, are anonymous and kept for good.',
  a11Answer: 'In your own browser your answer is kept for {months} months.',

  a12: 'Your IP address and your browser’s name are not stored and not logged by Askfirst, and no cookie is set. There is no identifier: no field, key, order or mark joins two notes of one browser.',
  a12Except:
    'Your IP address and your browser’s name are not stored and not logged by Askfirst, and no cookie is set. There is no identifier: no field, key, order or mark joins two notes of one browser, with the exceptions below.',
  a12Linked: 'These carry a random number that joins the notes of one visit, and only of that visit:',
  a12Development: 'This is a development site: its reports show every single visit.',
  a12Crowd:
    'In reports nobody is seen alone: a number is shown only if at least {k} browsers stand behind it, and rarer things are put together with a larger one.',
  a12Limits:
    'What cannot be promised: if you are the only visitor of a day, whoever sees that day’s notes knows they are yours. And somebody who secretly keeps copies of the store and compares them over time can see in which order notes came.',

  a13Off: 'Before you choose there is nothing to see: nothing is kept.',
  a13Before:
    'Before you choose: yes, the banner lists each waiting note, in words and exactly as it would be sent, with a button that removes it.',
  a13After:
    'Afterwards: yes, under “{choice}” your browser fetches from {origin} what the store holds of yours, note by note. Nobody else can, because only your browser has the random numbers that prove a note to be its own.',
  a13NotYet:
    'Afterwards: your browser keeps the random number of each note that it sent, and only with those can a note be found. This version has no button that fetches the notes yet.',

  a14Source: 'The site’s code: {source}.',
  a14NoSource: '{controller} has not published the site’s code.',
  a14Askfirst: 'Askfirst itself, on both ends, is free software under the Apache-2.0 licence.',
  a14Script: 'The script that runs here is {script}. SHA-256 of its bytes, as {integrity} would have it:',
  a14Rebuild:
    'To rebuild it: take the Askfirst release that the site names, run {commands}, and put the content of {configuration}, in brackets, in the place of {placeholder}.',

  a15How:
    'Ask for it under “{choice}”, or use the form on this page with the key file that you saved. No account and no name is asked for: your browser proves which notes are its own.',
  a15What:
    'They are removed at once and barred from coming back. You get a signed certificate of what was found and removed. Backups may hold copies for at most {days} days more; a backup that is restored loses them before it is used. Figures already made from at least {k} browsers stay; they are anonymous.',
  a15NotYet:
    '“{reject}” under “{choice}”: nothing more is collected, and what waited in your browser is destroyed. This version cannot yet remove notes that were sent before; it can be asked of {contact}. Because nothing stored says whose a note is, {controller} cannot find yours by your name (GDPR Art. 11).',

  a16: 'Under “{choice}” you get all notes of your browser and your receipts, with the meaning of each field, as one document. It takes seconds and needs no letter.',
  a16NotYet:
    'This version has no button for it yet. Write to {contact}; you will be told what is collected in general, which is all on this page and in {dictionary}.',
  a16Letter:
    'Nothing stored says whose a note is, so a letter with your name cannot be matched to notes, and you need not prove who you are (GDPR Art. 11 and 12).',
  a16Officer: 'Data protection officer: {officer}.',
  a16Authority: 'You may complain to the supervisory authority: {authority}.',

  a17: 'No. The script comes from {origin} and sends to {origin}; your browser refuses anything else. No vendor takes part, so there is no vendor to have an agreement with. {controller} is the controller. These process data on its behalf today:',
  a17Label: 'Processors today',
  a17Record: 'A record of processing (GDPR Art. 30) is made from the same configuration, for the controller to keep.',
  a17Nobody: 'Nobody.',
  a17Name: 'Name',
  a17Role: 'Role',
  a17Country: 'Country',
  a17Time: 'Time',
  a17Contract: 'Contract',
  a17Since: '{since} to now',
  a17SinceUntil: '{since} to {until}',
  a17ContractLink: 'contract',
  a17NoContract: 'not published',

  a18Forms: 'What people write into forms is never read: no metric can hold it.',
  a18Text: 'Text that people write is held by these, which were approved for it: {metrics}. No form is read by itself.',
  a18Elements: 'Elements under {mark} are hidden from every observer.',
  a18Pages: 'So are whole pages: {pages}.',
  a18NoPages: 'No whole pages are excluded.',
  a18List: 'Sub-processors are the list below, past ones included. Changes to it can be followed in {feed}.',
  a18Label: 'Processors, past and present',

  a19None:
    'This site does not know who you are or for whom you work: there is no sign-in behind its choice. Your answer in your browser is the only one there is, and nobody else’s counts.',
  a19: 'Then nothing is collected from you. An organisation can only say no for its people; only you can say yes, in your own browser, and your no beats its yes. You need give no reason, and the pages are the same.',
  a19Reaches:
    'Only a standing yes is stored, under a keyed hash, and your no deletes it: who said no, who was never asked and who never came all have no row, so there is no list of who refused. Each of your browsers is asked for itself. While you use it, it asks once an hour whether your yes stands; finding none it stops and has what it sent erased, at the latest when its second hour is over. “Reject in this browser” is told to nobody. Of who takes part nothing is shown but a number, rounded down to tens or more, and only if enough people said yes and enough did not.',
  a19NotYet:
    'In this version your no is kept in your browser. It does not reach your other browsers by itself: answer there too.',
  a19Limits:
    'What cannot be promised: whoever runs this site can tell who said yes, and whoever controls its pages, its keys or the full logs of a proxy before it can find out what a person chose.',

  a20: 'Nothing. Askfirst reports to nobody: neither the script nor the collector of {site} calls home, and there is no address in them that they could call. What is collected stays with {controller}.',

  a21: 'Every answer has an address of its own that does not change, and can be printed. The page is at {page}:',

  reportVisitors: 'Visitors',
  reportPageViews: 'Page views',
  reportTopPages: 'Top pages',
} as const;

/** All words of the page in one language. */
export type PageWords = { readonly [Name in keyof typeof EN]: string };
