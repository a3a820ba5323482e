/** The command line of every command here. @module */
export { type Command, helpOf } from './command.ts';
export { checkWritable, readGivenFile } from './files.ts';
export { Failure, Mistake, messageOf } from './mistake.ts';
export { nearest, suggest } from './nearest.ts';
export {
  type Bounds,
  choice,
  choiceOr,
  choices,
  flag,
  number,
  numberOr,
  type Option,
  type Options,
  text,
  textOr,
  type Values,
} from './option.ts';
export { endIfUnread, endWithReader, print } from './output.ts';
export { type Arguments, asksForHelp, readArguments } from './read-arguments.ts';
export { endWith, runCommand } from './run-command.ts';
