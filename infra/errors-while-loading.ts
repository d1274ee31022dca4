/**
 * To be imported first: an error that is thrown while the others are loaded, as by a mistake in infra/stages.ts, is
 * told without a stack trace.
 */
const tell = (error: Error) => {
  console.error(error.message);
  process.exit(1);
};

process.on('uncaughtException', tell);
setImmediate(() => process.off('uncaughtException', tell));
