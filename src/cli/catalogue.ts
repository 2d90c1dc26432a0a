import type { Command } from './command.ts'

export interface CatalogueItem {
  readonly name: string
  readonly summary: string
  load(): Promise<Command>
}

/** Every command, in the order of the help. The code of a command is loaded on demand, so that help appears at once. */
export const catalogue: readonly CatalogueItem[] = [
  {
    name: 'mounts',
    summary: 'list the mounts',
    load: async () => (await import('./commands/mounts/mounts.ts')).mountsCommand,
  },
  {
    name: 'mount',
    summary: 'add, test, change and remove mounts',
    load: async () => (await import('./commands/mounts/mount.ts')).mountCommand,
  },
  {
    name: 'plugins',
    summary: 'list, enable and disable plugins',
    load: async () => (await import('./commands/plugins.ts')).pluginsCommand,
  },
  {
    name: 'ls',
    summary: 'list folders',
    load: async () => (await import('./commands/files/ls.ts')).lsCommand,
  },
  {
    name: 'find',
    summary: 'find files by name, size, time, kind, tag and text',
    load: async () => (await import('./commands/files/find.ts')).findCommand,
  },
  {
    name: 'sql',
    summary: 'query CSV, JSON and Parquet files with SQL',
    load: async () => (await import('./commands/sql.ts')).sqlCommand,
  },
  {
    name: 'stat',
    summary: 'show size, time and kind of files and folders',
    load: async () => (await import('./commands/files/stat.ts')).statCommand,
  },
  {
    name: 'cat',
    summary: 'print files, or join them',
    load: async () => (await import('./commands/files/cat.ts')).catCommand,
  },
  {
    name: 'sum',
    summary: 'print and verify checksums',
    load: async () => (await import('./commands/files/sum.ts')).sumCommand,
  },
  {
    name: 'put',
    summary: 'store the input as a file',
    load: async () => (await import('./commands/files/put.ts')).putCommand,
  },
  {
    name: 'mkdir',
    summary: 'create folders',
    load: async () => (await import('./commands/files/mkdir.ts')).mkdirCommand,
  },
  {
    name: 'transfers',
    summary: 'list transfers; resume, pause, cancel, retry and undo them',
    load: async () => (await import('./commands/transfers.ts')).transfersCommand,
  },
  {
    name: 'check',
    summary: 'check that two places, or the files of a report, are the same',
    load: async () => (await import('./commands/mounts/check.ts')).checkCommand,
  },
  {
    name: 'diff',
    summary: 'show how two folders or files differ',
    load: async () => (await import('./commands/files/diff.ts')).diffCommand,
  },
  {
    name: 'sync',
    summary: 'sync two folders, with a preview',
    load: async () => (await import('./commands/files/sync.ts')).syncCommand,
  },
  {
    name: 'rm',
    summary: 'delete files and folders, to the trash if there is one',
    load: async () => (await import('./commands/files/rm.ts')).rmCommand,
  },
  {
    name: 'cp',
    summary: 'copy files and folders between any two places',
    load: async () => (await import('./commands/files/cp.ts')).cpCommand,
  },
  {
    name: 'mv',
    summary: 'move or rename files and folders',
    load: async () => (await import('./commands/files/mv.ts')).mvCommand,
  },
  {
    name: 'rename',
    summary: 'rename many files by a pattern',
    load: async () => (await import('./commands/files/rename.ts')).renameCommand,
  },
  {
    name: 'zip',
    summary: 'pack files and folders into a zip',
    load: async () => (await import('./commands/files/zip.ts')).zipCommand,
  },
  {
    name: 'unzip',
    summary: 'extract a zip, tar or tar.gz',
    load: async () => (await import('./commands/files/unzip.ts')).unzipCommand,
  },
  {
    name: 'versions',
    summary: 'list versions and deleted files',
    load: async () => (await import('./commands/versions.ts')).versionsCommand,
  },
  {
    name: 'restore',
    summary: 'restore a version, a deleted file, or the earlier state of a folder',
    load: async () => (await import('./commands/restore.ts')).restoreCommand,
  },
  {
    name: 'share',
    summary: 'make a link that expires',
    load: async () => (await import('./commands/share.ts')).shareCommand,
  },
  {
    name: 'links',
    summary: 'list and revoke links',
    load: async () => (await import('./commands/links.ts')).linksCommand,
  },
  {
    name: 'props',
    summary: 'show and set content type, metadata, tags and storage class',
    load: async () => (await import('./commands/files/props.ts')).propsCommand,
  },
  {
    name: 'chmod',
    summary: 'change permissions, owner and group',
    load: async () => (await import('./commands/files/chmod.ts')).chmodCommand,
  },
  {
    name: 'container',
    summary: 'show and change the settings of a bucket or container',
    load: async () => (await import('./commands/mounts/container.ts')).containerCommand,
  },
  {
    name: 'shelf',
    summary: 'manage the versions of a shelf, and check them',
    load: async () => (await import('./commands/mounts/shelf.ts')).shelfCommand,
  },
  {
    name: 'cache',
    summary: 'show and clear the caches of remote mounts',
    load: async () => (await import('./commands/cache.ts')).cacheCommand,
  },
  {
    name: 'settings',
    summary: 'show and change the settings of the window',
    load: async () => (await import('./commands/settings.ts')).settingsCommand,
  },
  {
    name: 'serve',
    summary: 'serve the app to a browser',
    load: async () => (await import('./commands/serve.ts')).serveCommand,
  },
  {
    name: 'doctor',
    summary: 'check the folders, settings and mounts of Portolan',
    load: async () => (await import('./commands/doctor.ts')).doctorCommand,
  },
]
