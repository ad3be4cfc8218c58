/** Values of one kind, equally far apart in time. */
export type Series = readonly number[];

/** What a series may do. */
export interface SlopeLimit {
  /** Largest rise from the beginning to the end of what is looked at, along the straight line that fits best. */
  readonly maxRise: number;
  /** Largest single value. */
  readonly max: number;
}

/** What a series did. */
export interface Slope {
  readonly rise: number;
  readonly max: number;
  readonly isWithin: boolean;
}

/** Fits a straight line by least squares to the second half of a series: the first is for warming up. */
export function measureSlope(series: Series, limit: SlopeLimit): Slope {
  const late = series.slice(Math.floor(series.length / 2));
  const count = late.length;
  const middle = (count - 1) / 2;
  const mean = late.reduce((sum, value) => sum + value, 0) / count;
  let products = 0;
  let squares = 0;
  for (const [at, value] of late.entries()) {
    products += (at - middle) * (value - mean);
    squares += (at - middle) ** 2;
  }
  const rise = squares === 0 ? 0 : (products / squares) * (count - 1);
  const max = Math.max(...series);
  return { rise, max, isWithin: rise <= limit.maxRise && max <= limit.max };
}
