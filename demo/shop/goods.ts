/** One thing the shop pretends to sell. Nothing of this exists. */
export interface Good {
  readonly slug: string;
  readonly category: string;
  readonly name: string;
  readonly line: string;
  readonly text: string;
  /** In whole euros. */
  readonly price: number;
}

/** One shelf of the shop. */
export interface Category {
  readonly slug: string;
  readonly name: string;
  readonly line: string;
}

/** The shelves, in the order of the navigation. */
export const CATEGORIES: readonly Category[] = [
  { slug: 'lights', name: 'Lights', line: 'For reading, for finding the stairs, for being found.' },
  { slug: 'kitchen', name: 'Kitchen', line: 'Things that make a slow morning slower.' },
  { slug: 'weather', name: 'Weather', line: 'For people who go out anyway.' },
];

/** All goods, by shelf. */
export const GOODS: readonly Good[] = [
  {
    slug: 'pocket-lighthouse',
    category: 'lights',
    name: 'Pocket lighthouse',
    line: 'Turns once every eight seconds.',
    text: 'Eleven centimetres of turned ash with a lens of pressed glass. Stand it on the sill, and whoever comes home late finds the right door. It runs for three weeks on one small battery, and it never asks for an account.',
    price: 48,
  },
  {
    slug: 'stair-moon',
    category: 'lights',
    name: 'Stair moon',
    line: 'Waxes when you walk by.',
    text: 'A disc of frosted glass that shows as much moon as there is in the sky tonight, and a little more when somebody passes. Screws into any lamp socket.',
    price: 36,
  },
  {
    slug: 'reading-comet',
    category: 'lights',
    name: 'Reading comet',
    line: 'Clips to page 312 and stays there.',
    text: 'A lamp on a long tail of bent brass. It lights two pages and nothing else, so that whoever sleeps beside you goes on sleeping.',
    price: 29,
  },
  {
    slug: 'patient-kettle',
    category: 'kitchen',
    name: 'Patient kettle',
    line: 'Waits for you, not the other way round.',
    text: 'Enamelled steel, one litre. It keeps water just below the boil until you have found a cup, and hums in the key of G while it does.',
    price: 64,
  },
  {
    slug: 'honest-mug',
    category: 'kitchen',
    name: 'Honest mug',
    line: 'Says how much is left.',
    text: 'Stoneware with a row of small windows from rim to foot. Holds a third of a litre and makes no promises about the tea.',
    price: 18,
  },
  {
    slug: 'crumb-shepherd',
    category: 'kitchen',
    name: 'Crumb shepherd',
    line: 'Brings them home.',
    text: 'A brush of goat hair in a handle of pear wood, with a tin that it lives on. Made for large tables and long breakfasts.',
    price: 22,
  },
  {
    slug: 'umbrella-for-two-winds',
    category: 'weather',
    name: 'Umbrella for two winds',
    line: 'One canopy above the other.',
    text: 'The lower canopy gives way where the upper one holds. Tested on a pier in November by people who were sent there for no other reason.',
    price: 57,
  },
  {
    slug: 'rain-gauge',
    category: 'weather',
    name: 'Rain gauge with opinions',
    line: 'From “dry spell” to “stay in”.',
    text: 'A glass cylinder with a scale in words. Comes with a notebook, because somebody in your family will want to keep records.',
    price: 26,
  },
  {
    slug: 'fog-bell',
    category: 'weather',
    name: 'Fog bell',
    line: 'For gardens that get lost.',
    text: 'Cast bronze, nine centimetres across, with a sail that catches the least air. You hear it only when there is nothing to see.',
    price: 41,
  },
];

/** The shelf of that slug. */
export function findCategory(slug: string): Category | undefined {
  return CATEGORIES.find((category) => category.slug === slug);
}

/** The thing of that slug. */
export function findGood(slug: string): Good | undefined {
  return GOODS.find((good) => good.slug === slug);
}

/** Goods whose words hold every word of the query; none for an empty query. */
export function searchGoods(query: string): readonly Good[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return GOODS.filter((good) => {
    const text = `${good.name} ${good.line} ${good.text} ${good.category}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
