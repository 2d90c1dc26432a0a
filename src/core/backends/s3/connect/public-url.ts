import type { Scope } from './scope.ts'

/** Where anyone can read an object, when the mount was told what its bucket is called by everybody. */
export function publicUrlOf({ publicUrl }: Pick<Scope, 'publicUrl'>, key: string): string | undefined {
  if (publicUrl === undefined) return undefined
  return `${publicUrl.replace(/\/+$/, '')}/${key.split('/').map(encodeURIComponent).join('/')}`
}
