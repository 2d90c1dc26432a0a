/** Converts names of branches and tags into names of folders: a slash is written `‛2F`. */
import { escapeName } from '../byte-names.ts'

export function folderNameOf(ref: string): string {
  return escapeName(Buffer.from(ref)).replaceAll('/', '‛2F')
}

export function refOf(name: string): string {
  return name.replaceAll('‛2F', '/').replaceAll('‛‛', '‛')
}
