import { join } from 'node:path';

interface Whereabouts {
  readonly dataDirectory: string;
  readonly stage: string;
}

export const tablesFile = ({ dataDirectory, stage }: Whereabouts) => join(dataDirectory, `${stage}.db`);
export const usersFile = ({ dataDirectory, stage }: Whereabouts) =>
  join(dataDirectory, `${stage}.users.json`);

/** The files that hold all that a stage has stored; without them it begins anew. */
export function dataFiles(where: Whereabouts): readonly string[] {
  // SQLite keeps two files beside the database's own.
  return [...['', '-wal', '-shm'].map((suffix) => tablesFile(where) + suffix), usersFile(where)];
}
