/** The part of Node's process that commands use, so that a test can hand in its own. */
export type Terminal = Pick<NodeJS.Process, 'argv' | 'env' | 'exit' | 'on' | 'stdout' | 'stderr' | 'stdin'> & {
  exitCode?: number | string | null | undefined;
};
