/** The collector cannot start, and whoever starts it can mend that. The message says what is wrong and what to do. */
export class StartProblem extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartProblem';
  }
}
