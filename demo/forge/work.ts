/** What is worked on: groups, projects, issues. Invented. */

/** One thing to do. */
export interface Issue {
  readonly number: number;
  readonly title: string;
  readonly text: string;
}

/** One project of a group. */
export interface Project {
  readonly group: string;
  readonly slug: string;
  readonly name: string;
  readonly about: string;
  readonly issues: readonly Issue[];
}

/** Groups by their address, with their names. */
export const GROUPS: Readonly<Record<string, string>> = { tides: 'Tides and charts', quay: 'Quay and cranes' };

export const PROJECTS: readonly Project[] = [
  {
    group: 'tides',
    slug: 'almanac',
    name: 'Almanac',
    about: 'High water, low water, and when to be home.',
    issues: [
      { number: 12, title: 'The table ends in November', text: 'December is missing. The sea does not stop.' },
      { number: 17, title: 'Summer time shifts every tide', text: 'From March on all times are an hour early.' },
    ],
  },
  {
    group: 'tides',
    slug: 'soundings',
    name: 'Soundings',
    about: 'How deep it is, by people who measured.',
    issues: [{ number: 3, title: 'Depths in fathoms', text: 'Nobody on the quay owns a fathom.' }],
  },
  {
    group: 'quay',
    slug: 'crane-log',
    name: 'Crane log',
    about: 'What was lifted, and whether it was put down again.',
    issues: [
      { number: 8, title: 'Gulls count as loads', text: 'The scale is too honest. Ignore anything below a kilo.' },
    ],
  },
];

/** The project under an address. */
export const findProject = (group: string, slug: string): Project | undefined =>
  PROJECTS.find((project) => project.group === group && project.slug === slug);
