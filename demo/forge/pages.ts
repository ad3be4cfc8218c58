/** What the forge's pages say. */

import { type Html, html } from '../html.ts';
import { FORGE_PATH } from './page.ts';
import type { Organisation, Person } from './people.ts';
import { GROUPS, type Issue, PROJECTS, type Project } from './work.ts';

/** The door: one button for each person, since nobody here has a password. */
export const drawSignIn = (people: readonly Person[]): Html => html`<h1>Sign in</h1>
<p>Choose who you are. Two browsers, or two profiles of one, can be the same person: a no in one reaches the other.</p>
<ul class="cards">${people.map(
  ({ id, name, role, organisation }) => html`<li><form method="post" action="${FORGE_PATH}/sign-in"><h2>${name}</h2>
<p>${role === 'admin' ? `Administrator of ${organisation.name}` : `Works at ${organisation.name}`}</p>
<button name="person" value="${id}">Sign in as ${name}</button></form></li>`,
)}</ul>`;

/** All groups with their projects. */
export const drawGroups = (): Html => html`<h1>Groups</h1>
${Object.entries(GROUPS).map(([slug, name]) => html`<h2><a href="${FORGE_PATH}/${slug}">${name}</a></h2>${drawProjects(slug)}`)}`;

/** One group. */
export const drawGroup = (slug: string): Html => html`<h1>${GROUPS[slug]}</h1>${drawProjects(slug)}`;

const drawProjects = (group: string): Html =>
  html`<ul class="cards">${PROJECTS.filter((project) => project.group === group).map(
    ({
      slug,
      name,
      about,
      issues,
    }) => html`<li><h3><a href="${FORGE_PATH}/${group}/${slug}">${name}</a></h3><p>${about}</p>
<p class="soft">${issues.length === 1 ? '1 open issue' : `${issues.length} open issues`}</p></li>`,
  )}</ul>`;

/** One project with its issues. */
export const drawProject = ({
  group,
  slug,
  name,
  about,
  issues,
}: Project): Html => html`<p class="soft"><a href="${FORGE_PATH}/${group}">${GROUPS[group]}</a></p>
<h1>${name}</h1><p>${about}</p><h2>Issues</h2>
<ul class="list">${issues.map(
  ({ number, title }) =>
    html`<li><a href="${FORGE_PATH}/${group}/${slug}/issues/${number}">${title}</a> <span class="soft">#${number}</span></li>`,
)}</ul>`;

/** One issue. Its button is a declared metric: how many were closed, not which. */
export const drawIssue = (
  { group, slug, name }: Project,
  { number, title, text }: Issue,
): Html => html`<p class="soft"><a href="${FORGE_PATH}/${group}/${slug}">${name}</a> #${number}</p>
<h1>${title}</h1><p>${text}</p>
<form method="post" action="${FORGE_PATH}/${group}/${slug}"><button data-askfirst-event="issue.close">Close this issue</button></form>`;

/** The service desk: what people write there is hidden from every observer, and the page from all of them. */
export const drawServiceDesk = (isSent: boolean): Html => html`<h1>Service desk</h1>
<p>What you write here goes to the service desk and to nobody else. No analytics sees this page: its form stands under <code>data-askfirst-ignore</code>, and its path under <code>paths.ignore</code>.</p>
${isSent && html`<p role="status">Thank you. Somebody will call you back. (Nobody will: this is a demonstration, and nothing was kept.)</p>`}
<form class="desk" data-askfirst-ignore method="post" action="${FORGE_PATH}/service-desk">
<label>What is wrong? <textarea name="text" rows="5"></textarea></label>
<button>Send to the service desk</button></form>`;

/** The admin's page: the ceiling of the organisation. */
export const drawAdmin = ({ name }: Organisation, isOff: boolean): Html => html`<h1>Administration</h1>
<h2>Analytics at ${name}</h2>
<p>Analytics is <strong>${isOff ? 'off for everybody' : 'permitted'}</strong>.</p>
<p>${
  isOff
    ? 'Nobody is asked and nothing is kept or sent. Who had said yes has not lost it.'
    : 'Each person is asked for themselves. You cannot say yes for them, and you are not told who did.'
}</p>
<form method="post" action="${FORGE_PATH}/admin"><button name="ceiling" value="${isOff ? '' : 'off'}">${isOff ? 'Permit it again' : 'Switch it off for everybody'}</button></form>`;

/** For whoever may not see a page. */
export const drawForbidden = (): Html => html`<h1>Not for you</h1><p>This page is for the administrator.</p>`;

/** For an address with nothing under it. */
export const drawNothing = (): Html =>
  html`<h1>Nothing here</h1><p>The address leads nowhere. <a href="${FORGE_PATH}/">All groups</a></p>`;
