/** A command cannot do what it was asked for, and whoever asked can mend that. The message says what is wrong and what to do; exit 1. */
export class CommandProblem extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CommandProblem';
  }
}
