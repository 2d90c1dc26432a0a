import { StorageError } from '../../../contract/failure.ts'
import { baseName } from '../../../contract/location.ts'

const sentences = {
  'not-found': (what: string) => `Nothing is at ${what}.`,
  exists: (what: string) => `There is something named ${what} already.`,
  'not-a-folder': (what: string) => `${what} is not a folder.`,
  'not-a-file': (what: string) => `${what} is a folder, not a file.`,
  'not-empty': (what: string) => `The folder ${what} is not empty.`,
  unsupported: (what: string) => `${what} can’t be copied from there without its bytes passing through here.`,
  changed: (what: string) => `${what} changed while it was read.`,
  corrupt: (what: string) => `A piece of ${what} is missing.`,
  'bad-input': (what: string) => `This can't be done with ${what}.`,
} as const

export function memoryFailure(kind: keyof typeof sentences, path: string, operation: string): StorageError {
  const what = path === '' ? 'the top folder' : `“${baseName(path)}”`
  return new StorageError({ kind, message: sentences[kind](what), operation })
}
