/** The reports as one plain page: a form for site and range, and tables. It shows answers; it computes nothing. */

import type { ReportAnswer, ReportRow } from '../reports/answer.ts';
import { toCountText } from '../reports/count-text.ts';
import type { Asked, QuestionProblem } from '../reports/question.ts';
import { REPORTS, type ReportName } from '../reports/report.ts';
import { OTHER } from '../store/store.ts';
import { type PageAnswer, toPage } from './document.ts';
import { type Html, html } from './html.ts';

/** Most paths listed on the page; the JSON has them all. */
export const PAGE_LIMIT = 50;

/** What the page shows: the three answers, or why there are none. */
export interface ReportPageParts {
  readonly sites: readonly string[];
  readonly asked: Asked;
  readonly answers?: Readonly<Record<ReportName, ReportAnswer>>;
  readonly problem?: QuestionProblem;
  /** Events of today, in tens. */
  readonly arrivedToday?: number;
}

/** The page. A problem with the question is shown above the form, with the form as it was filled in. */
export function toReportPage(parts: ReportPageParts): PageAnswer {
  const { answers, problem } = parts;
  const body = html`<header>
<h1>Askfirst reports</h1>
<form method="post" action="/sign-out" class="screen"><button class="link">Sign out</button></form>
</header>
<main>
${parts.sites.length === 0 ? toEmpty() : toForm(parts)}
${problem && parts.sites.length > 0 && html`<p class="notice" role="alert">${problem.detail}</p>`}
${answers && toTables(answers, parts.arrivedToday ?? 0)}
</main>`;
  return toPage(
    { language: 'en', title: 'Askfirst reports', body },
    problem?.code === 'question-malformed' ? 400 : 200,
  );
}

function toEmpty(): Html {
  return html`<p>Nothing has arrived yet. Open a page of your site, accept in the banner, look around, and reload this page.</p>
<p class="quiet">Until a visitor accepts, everything stays in their browser: a page that nobody has accepted on shows nothing here, and that is as it should be.</p>`;
}

function toForm({ sites, asked, answers }: ReportPageParts): Html {
  const answer = answers?.visitors;
  const value = (name: 'from' | 'to') => asked[name] || answer?.[name];
  const option = (text: string, chosen: string | undefined, label = text) =>
    text === chosen
      ? html`<option value="${text}" selected>${label}</option>`
      : html`<option value="${text}">${label}</option>`;
  return html`<form class="question" method="get" action="/">
<label>Site <select name="site">${sites.map((site) => option(site, asked.site || answer?.site))}</select></label>
<label>From <input type="date" name="from" value="${value('from')}"></label>
<label>To <input type="date" name="to" value="${value('to')}"></label>
<label>By <select name="period">${['day', 'week', 'month'].map((period) => option(period, asked.period))}</select></label>
<button>Show</button>
</form>`;
}

function toTables(answers: Readonly<Record<ReportName, ReportAnswer>>, arrivedToday: number): Html {
  const { visitors, 'page-views': views, 'top-pages': pages } = answers;
  return html`${toHeading(visitors, arrivedToday)}
<div class="columns">
<section aria-labelledby="by-period">
<h2 id="by-period">Visitors and page views</h2>
${toPeriodTable(visitors, views)}
${toDownloads([visitors, views])}
</section>
<section aria-labelledby="by-page">
<h2 id="by-page">${REPORTS['top-pages'].title}</h2>
${toPageTable(pages)}
${toDownloads([pages])}
</section>
</div>
${toExplanation(visitors)}`;
}

function toHeading({ development, site, from, to, timeZone }: ReportAnswer, arrivedToday: number): Html {
  return html`${
    development &&
    html`<p class="notice"><strong>Development site.</strong> Every visit shows at once and exactly. On a live site a number needs a crowd of browsers behind it, and days close three days after they end.</p>`
  }
<p class="quiet">${site}, ${from} to ${to}, days in ${timeZone}${
    !development &&
    (arrivedToday > 0 ? `. Today ${arrivedToday.toLocaleString('en')} events or more` : '. Today fewer than 10 events')
  }</p>`;
}

function toExplanation({ development, k }: ReportAnswer): Html {
  return html`<section aria-labelledby="reading">
<h2 id="reading">Reading these numbers</h2>
<ul class="small quiet">
<li>Only visitors who said yes are counted. Visitors are browsers, each counted once in its day, week or month.</li>
${
  !development &&
  html`<li>Every number stands for at least ${k} browsers. “Too few” means nobody, or fewer than ${k}.</li>
<li>A day closes three days after it ends. Until then it says “at least”, in steps of ${k}.</li>
<li>“Other” holds what fewer than ${k} browsers saw on a day, and one larger page that hides them.</li>`
}
<li>As in all web analytics, figures can be forged by anybody who can open the page.</li>
</ul>
<p class="small quiet screen">For your files: <a href="/exports/record-of-processing">record of processing</a>, <a href="/exports/impact-assessment">impact assessment</a>.</p>
</section>`;
}

function toPeriodTable(visitors: ReportAnswer, views: ReportAnswer): Html {
  const { period } = visitors;
  const viewsByStart = new Map(views.rows.map((row) => [row[period], row]));
  // Newest first; days before the first that shows anything would only push it down.
  const firstShown = visitors.rows.findIndex((row) => isShown(row) || isShown(viewsByStart.get(row[period])));
  const rows = firstShown < 0 ? [] : visitors.rows.slice(firstShown).toReversed();
  if (rows.length === 0) return html`<p>No figures in this range.</p>`;
  return html`<div class="scroll" role="region" aria-label="Table by ${period}" tabindex="0"><table>
<caption class="hidden">Visitors and page views by ${period}</caption>
<thead><tr><th scope="col">${toPeriodName(period)}</th><th scope="col" class="number">Visitors</th><th scope="col" class="number">Page views</th></tr></thead>
<tbody>
${rows.map((row) => html`<tr><th scope="row" class="day">${toDayName(row[period] ?? '', period)}</th>${toNumberCell(row)}${toNumberCell(viewsByStart.get(row[period]))}</tr>\n`)}</tbody>
</table></div>`;
}

function toPageTable(pages: ReportAnswer): Html {
  if (pages.rows.length === 0) return html`<p>No page in this range was seen by enough browsers.</p>`;
  const rest = pages.rows.length > PAGE_LIMIT;
  return html`<table>
<caption class="hidden">Page views by path</caption>
<thead><tr><th scope="col" class="path">Path</th><th scope="col" class="number">Page views</th></tr></thead>
<tbody>
${pages.rows.slice(0, PAGE_LIMIT).map((row) => html`<tr><th scope="row" class="path">${row.value === OTHER ? html`<i>Other</i>` : row.value}</th>${toNumberCell(row)}</tr>\n`)}</tbody>
<tfoot><tr><th scope="row">Total</th>${toNumberCell({ count: pages.total, ...(pages.atLeast ? { atLeast: true } : {}) })}</tr></tfoot>
</table>
${rest && html`<p class="small quiet">The first ${PAGE_LIMIT}; CSV and JSON have them all.</p>`}`;
}

function toNumberCell(row: Pick<ReportRow, 'count' | 'atLeast' | 'open' | 'tooFew'> | undefined): Html {
  const text = row ? toCountText(row) : '';
  const quiet = row && !isShown(row);
  return html`<td class="number">${quiet ? html`<span class="quiet">${text}</span>` : text}</td>`;
}

function isShown(row: ReportRow | undefined): boolean {
  return row !== undefined && row.count > 0;
}

function toDownloads(answers: readonly ReportAnswer[]): Html {
  const links = answers.map(({ report, site, from, to, period }, at) => {
    const query = new URLSearchParams({ site, from, to, period }).toString();
    // Answers carry the name under which they were asked for.
    const { title } = REPORTS[report as ReportName];
    return html`${at > 0 && '; '}${title} as <a href="/reports/${report}.csv?${query}">CSV</a> or <a href="/reports/${report}?${query}">JSON</a>`;
  });
  return html`<p class="small quiet screen">${links}</p>`;
}

function toPeriodName(period: string): string {
  return period === 'week' ? 'Week from' : period === 'month' ? 'Month' : 'Day';
}

/** `Fri 20 Nov 2026`, or `November 2026` for a month. */
function toDayName(day: string, period: string): Html {
  const format: Intl.DateTimeFormatOptions =
    period === 'month'
      ? { month: 'long', year: 'numeric' }
      : { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' };
  const date = Date.parse(`${day}T00:00:00Z`);
  const text = new Intl.DateTimeFormat('en-GB', { ...format, timeZone: 'UTC' }).format(date).replace(',', '');
  return html`<time datetime="${period === 'month' ? day.slice(0, 7) : day}">${text}</time>`;
}
