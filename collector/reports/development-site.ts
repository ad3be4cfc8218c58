/** Is a site a development site (design 12)? There k is 1 and days close at once, and every answer says so. */

/**
 * True for localhost, its subdomains and loopback addresses, unless the configuration says `development: false`.
 * @param site origin and base path, `http://localhost:4100/askfirst`; what cannot be read as one is a live site
 */
export function isDevelopmentSite(
  site: string,
  configuration: { readonly development?: boolean | undefined },
): boolean {
  if (configuration.development === false || !URL.canParse(site)) return false;
  const { hostname } = new URL(site);
  return /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}

/** How many browsers a figure needs on this site: 1 on a development site, else the configuration's threshold. */
export function thresholdOf(
  site: string,
  configuration: { readonly kThreshold: number; readonly development?: boolean | undefined },
): number {
  return isDevelopmentSite(site, configuration) ? 1 : configuration.kThreshold;
}
