/** Names rows that share day, metric and properties, whoever counts them. */
export const toGroupName = (day: string, metric: string, properties: Readonly<Record<string, unknown>>): string =>
  `${day} ${metric} ${JSON.stringify(Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1)))}`;

/** Says how many rows there are, and how many of them are the first of their browser. */
export const toGroupSize = (count: number, firsts: number): string => `${count}, first ${firsts}`;
