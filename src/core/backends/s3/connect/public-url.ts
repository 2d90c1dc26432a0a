import type { Scope } from './scope.ts'

/** Returns the URL at which anyone can read an object, if the mount's configuration has a public URL. */
export function publicUrlOf({ publicUrl }: Pick<Scope, 'publicUrl'>, key: string): string | undefined {
  if (publicUrl === undefined) return undefined
  return `${publicUrl.replace(/\/+$/, '')}/${key.split('/').map(encodeURIComponent).join('/')}`
}
