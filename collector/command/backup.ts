/** `askfirst backup` and `askfirst restore`: one encrypted file, made while the collector runs, and back again while it does not. */

import { type Command, Option } from 'commander';
import { restoreBackup } from '../rights/backup/restore-backup.ts';
import { writeBackup } from '../rights/backup/write-backup.ts';
import { openSecretFile } from '../secret-file.ts';

type Output = { readonly stdout: { write(text: string): unknown } };

interface BackupFlags {
  readonly data: string;
  readonly keyFile: string;
  readonly onlyTombstones?: boolean;
}

/** Adds both to the command line. */
export function addBackup(program: Command, terminal: Output): void {
  const say = (sentence: string) => terminal.stdout.write(`${sentence}\n`);
  const addPlaces = (command: Command) =>
    command
      .addOption(new Option('--data <folder>', 'where everything lies').env('ASKFIRST_DATA').default('./data'))
      .addOption(
        new Option(
          '--key-file <file>',
          'the secret that backups are encrypted with; made if missing. Keep a copy elsewhere',
        )
          .env('ASKFIRST_BACKUP_KEY_FILE')
          .makeOptionMandatory(),
      );
  addPlaces(program.command('backup').argument('<file>', 'the backup; must not exist yet'))
    .description('Copy the data folder into one encrypted file. The collector may run meanwhile.')
    .option('--only-tombstones', 'only what keeps erased events from coming back: small, worth copying often')
    .action((file: string, { data, keyFile, onlyTombstones = false }: BackupFlags) => {
      writeBackup({ dataFolder: data, file, secret: openSecretFile(keyFile), onlyTombstones, onProgress: say });
      say(`${file} is complete. Without ${keyFile} nobody can read it.`);
    });
  addPlaces(program.command('restore').argument('<files...>', 'one backup of everything, and newer ones of tombstones'))
    .description('Put a backup back. The collector must not run.')
    .action((files: readonly string[], { data, keyFile }: BackupFlags) => {
      restoreBackup({ dataFolder: data, files, secret: openSecretFile(keyFile), onProgress: say });
    });
}
