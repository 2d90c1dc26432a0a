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
    load: async () => (await import('./commands/mounts.ts')).mountsCommand,
  },
  {
    name: 'mount',
    summary: 'add, test, change and remove such places',
    load: async () => (await import('./commands/mount.ts')).mountCommand,
  },
  {
    name: 'ls',
    summary: 'what is in a folder',
    load: async () => (await import('./commands/ls.ts')).lsCommand,
  },
  {
    name: 'stat',
    summary: 'all that is known of an entry',
    load: async () => (await import('./commands/stat.ts')).statCommand,
  },
  {
    name: 'cat',
    summary: 'the bytes of a file',
    load: async () => (await import('./commands/cat.ts')).catCommand,
  },
  {
    name: 'put',
    summary: 'store what comes in as a file',
    load: async () => (await import('./commands/put.ts')).putCommand,
  },
  {
    name: 'mkdir',
    summary: 'make a folder',
    load: async () => (await import('./commands/mkdir.ts')).mkdirCommand,
  },
  {
    name: 'rm',
    summary: 'delete, to the trash where there is one',
    load: async () => (await import('./commands/rm.ts')).rmCommand,
  },
  {
    name: 'cp',
    summary: 'copy files and folders, between any two places',
    load: async () => (await import('./commands/cp.ts')).cpCommand,
  },
  {
    name: 'mv',
    summary: 'move or rename files and folders',
    load: async () => (await import('./commands/mv.ts')).mvCommand,
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
