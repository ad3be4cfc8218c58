/**
 * The truth and the log of requests, in one order: what was sent before a yes, after a no, or in somebody else's name, and which
 * events must lie in the store. Knows the wire only as far as an outsider can read it.
 */
import type { Standing } from './standing.ts';
import type { WeekLine } from './week-line.ts';
import { WeekModel } from './week-model.ts';

/** A request as the collector received and answered it. */
export interface AnsweredRequest {
  readonly order: number;
  readonly browser: string;
  readonly method: string;
  /** Below the collector's base path. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly status: number;
  readonly answer: Readonly<Record<string, unknown>>;
}

/** What came of going through both. */
export interface Judged {
  /** The rules after the last line. */
  readonly model: WeekModel;
  /** Ids of the events that must be there, hex. */
  readonly ids: ReadonlySet<string>;
  /** One sentence for each request that breaks a promise. */
  readonly problems: readonly string[];
}

/** Files that are the same for everybody and carry nothing. */
const FILES = /^(askfirst|widget|waiting|choices|rights|centre)[\w.-]*\.js$|^texts\/(centre\/)?[\w-]+\.json$/;

interface EventsBody {
  readonly events: readonly { readonly id: string }[];
}

/** Goes through the whole truth and the whole log. */
export function judgeRequests(
  truth: readonly WeekLine[],
  requests: readonly AnsweredRequest[],
  timeZone: string,
): Judged {
  const model = new WeekModel(timeZone);
  const problems: string[] = [];
  const sent: { readonly id: string; readonly standing: Standing; readonly grant: number }[] = [];
  const toldNoes = new Map<Standing, number>();
  const lines = [...truth];
  for (const request of [...requests].sort((a, b) => a.order - b.order)) {
    while (lines[0] && lines[0].order < request.order) model.take(lines.shift() as WeekLine); // There is one.
    const { person, standing, page } = model.standingIn(request.browser);
    const hasHeard = page?.hearsAtMs !== model.nowMs;
    const isOff = person !== undefined && model.isOff(person);
    const complaint =
      request.method === 'GET'
        ? !FILES.test(request.path) && 'is no file that a page needs'
        : standing
          ? findFault(request, { standing, isOff, saysOff: hasHeard && !!page?.saysOff, toldNoes })
          : 'was sent where nobody is signed in';
    const crossed = findCrossing(request, person);
    const what = `${request.browser || 'somebody'} (${person}, ${standing?.decision}): ${request.method} ${request.path} ${request.status}`;
    problems.push(...[complaint, ...crossed].flatMap((fault) => (fault ? `${what} ${fault}` : [])));
    if (request.path !== 'events' || request.status !== 202 || !standing) continue;
    const dropped = new Set(((request.answer.dropped ?? []) as EventsBody['events']).map(({ id }) => id));
    for (const { id } of (JSON.parse(request.body) as EventsBody).events)
      if (!dropped.has(id)) sent.push({ id, standing, grant: standing.grants });
  }
  for (const line of lines) model.take(line);
  const stays = sent.filter(({ standing, grant }) => standing.decision === 'granted' && standing.grants === grant);
  return { model, problems, ids: new Set(stays.map(({ id }) => id)) };
}

/** Why a request should not have been made, or should have been answered otherwise. */
function findFault(
  { method, path, status, body }: AnsweredRequest,
  now: {
    readonly standing: Standing;
    readonly isOff: boolean;
    readonly saysOff: boolean;
    readonly toldNoes: Map<Standing, number>;
  },
): string | undefined {
  const { standing, isOff, saysOff, toldNoes } = now;
  const isGranted = standing.decision === 'granted';
  const isRefused = status === 401 || status === 403;
  switch (`${method} ${path}`) {
    case 'POST consent':
      return isGranted ? undefined : 'was sent without a yes';
    case 'POST events':
      if (!isGranted) return 'was sent without a yes';
      return saysOff || (isOff && status === 202) ? 'was sent while the organisation is off' : undefined;
    case 'POST pass':
      // Who asks whether a yes still stands may be told that it does not.
      if (standing.grants > 0 && isRefused) return undefined;
      return isGranted && !isOff ? undefined : 'was given though nothing may be sent';
    case 'POST withdraw':
      return standing.decision === 'denied' && standing.grants > 0 ? undefined : 'withdraws what nobody took back';
    case 'PUT preference': {
      if (body.startsWith('{"yes":true')) return isGranted ? undefined : 'tells a yes that nobody gave';
      const noes = (toldNoes.get(standing) ?? 0) + (status === 204 ? 1 : 0);
      toldNoes.set(standing, noes);
      return noes <= standing.noes && standing.deniedBy === 'own' ? undefined : 'tells a no that was not to be told';
    }
    default:
      return 'is no request of the forge’s';
  }
}

/** What a request says of somebody that it should not. */
function findCrossing({ method, path, headers }: AnsweredRequest, person: string | undefined): readonly string[] {
  if (method === 'GET') return [];
  const telling = ['cookie', 'referer'].filter((name) => headers[name] !== undefined);
  const token = headers.authorization?.split('.')[1];
  if (token === undefined) return telling.map((name) => `carries the header ${name}`);
  const claims = JSON.parse(Buffer.from(token, 'base64url').toString()) as Readonly<Record<string, unknown>>;
  return [
    ...telling.map((name) => `carries the header ${name}`),
    ...(path === 'pass' || path === 'preference' ? [] : ['names its person']),
    ...(`${claims.org}/${claims.sub}` === person ? [] : ['names somebody else']),
  ];
}
