import type { Command } from './command.ts'

export interface CatalogueItem {
  readonly name: string
  readonly summary: string
  load(): Promise<Command>
}

/** Every command, in the order of help. Their code loads when one is asked for, so that help is there at once. */
export const catalogue: readonly CatalogueItem[] = [
  {
    name: 'mounts',
    summary: 'the places you can go to',
    load: async () => (await import('./commands/mounts/mounts.ts')).mountsCommand,
  },
  {
    name: 'mount',
    summary: 'add, test, change and remove such places',
    load: async () => (await import('./commands/mounts/mount.ts')).mountCommand,
  },
  {
    name: 'plugins',
    summary: 'kinds of storage and skip rules that others wrote',
    load: async () => (await import('./commands/plugins.ts')).pluginsCommand,
  },
  {
    name: 'ls',
    summary: 'what is in a folder',
    load: async () => (await import('./commands/files/ls.ts')).lsCommand,
  },
  {
    name: 'find',
    summary: 'files by name, size, time, kind, tag and text',
    load: async () => (await import('./commands/files/find.ts')).findCommand,
  },
  {
    name: 'sql',
    summary: 'ask questions of CSV, JSON and Parquet files, where they are',
    load: async () => (await import('./commands/sql.ts')).sqlCommand,
  },
  {
    name: 'stat',
    summary: 'all that is known of an entry',
    load: async () => (await import('./commands/files/stat.ts')).statCommand,
  },
  {
    name: 'cat',
    summary: 'the bytes of a file',
    load: async () => (await import('./commands/files/cat.ts')).catCommand,
  },
  {
    name: 'sum',
    summary: 'checksums of files, as sha256sum writes them',
    load: async () => (await import('./commands/files/sum.ts')).sumCommand,
  },
  {
    name: 'put',
    summary: 'store what comes in as a file',
    load: async () => (await import('./commands/files/put.ts')).putCommand,
  },
  {
    name: 'mkdir',
    summary: 'make a folder',
    load: async () => (await import('./commands/files/mkdir.ts')).mkdirCommand,
  },
  {
    name: 'transfers',
    summary: 'what is being copied, moved and deleted; resume, pause, cancel',
    load: async () => (await import('./commands/transfers.ts')).transfersCommand,
  },
  {
    name: 'check',
    summary: 'whether two places, or a report and its places, are the same',
    load: async () => (await import('./commands/mounts/check.ts')).checkCommand,
  },
  {
    name: 'diff',
    summary: 'how two folders differ, name by name',
    load: async () => (await import('./commands/files/diff.ts')).diffCommand,
  },
  {
    name: 'sync',
    summary: 'make two folders alike, with a preview and without surprises',
    load: async () => (await import('./commands/files/sync.ts')).syncCommand,
  },
  {
    name: 'rm',
    summary: 'delete, to the trash where there is one',
    load: async () => (await import('./commands/files/rm.ts')).rmCommand,
  },
  {
    name: 'cp',
    summary: 'copy files and folders, between any two places',
    load: async () => (await import('./commands/files/cp.ts')).cpCommand,
  },
  {
    name: 'mv',
    summary: 'move or rename files and folders',
    load: async () => (await import('./commands/files/mv.ts')).mvCommand,
  },
  {
    name: 'rename',
    summary: 'give many files other names by a pattern',
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
    summary: 'the states a file had, and what was deleted',
    load: async () => (await import('./commands/versions.ts')).versionsCommand,
  },
  {
    name: 'restore',
    summary: 'bring back a version, what was deleted, or a folder as it was',
    load: async () => (await import('./commands/restore.ts')).restoreCommand,
  },
  {
    name: 'share',
    summary: 'make a link that gives access for a while',
    load: async () => (await import('./commands/share.ts')).shareCommand,
  },
  {
    name: 'links',
    summary: 'every link that was made',
    load: async () => (await import('./commands/links.ts')).linksCommand,
  },
  {
    name: 'props',
    summary: 'content type, metadata, tags, storage class',
    load: async () => (await import('./commands/files/props.ts')).propsCommand,
  },
  {
    name: 'chmod',
    summary: 'permissions, owner and group of files',
    load: async () => (await import('./commands/files/chmod.ts')).chmodCommand,
  },
  {
    name: 'container',
    summary: 'a bucket’s or container’s settings and unfinished uploads',
    load: async () => (await import('./commands/mounts/container.ts')).containerCommand,
  },
  {
    name: 'shelf',
    summary: 'what a shelf keeps, and whether it is whole',
    load: async () => (await import('./commands/mounts/shelf.ts')).shelfCommand,
  },
  {
    name: 'cache',
    summary: 'what is kept here of mounts that are elsewhere; clear it',
    load: async () => (await import('./commands/cache.ts')).cacheCommand,
  },
  {
    name: 'settings',
    summary: 'show and change the settings of the window',
    load: async () => (await import('./commands/settings.ts')).settingsCommand,
  },
  {
    name: 'serve',
    summary: 'the same app in a browser',
    load: async () => (await import('./commands/serve.ts')).serveCommand,
  },
  {
    name: 'doctor',
    summary: 'check that everything is in order',
    load: async () => (await import('./commands/doctor.ts')).doctorCommand,
  },
]
