import type { Agreed } from '../actions.ts'
import type { Joinable } from '../compare/join-folder.ts'
import { createNameColumn } from '../compare/sorted-names.ts'

/** What two sides agreed on last in one folder. */
export interface BaseFolder extends Joinable {
  agreedOf(row: number): Agreed
}

/** By the path of a folder, as the left side wrote it. */
export interface BaseSource {
  /** Is nothing agreed on yet? Then it is the first run. */
  isEmpty(): boolean
  folder(path: string): Iterable<{ readonly name: string; readonly agreed: Agreed }>
}

export const noBase: BaseSource = { isEmpty: () => true, folder: () => [] }

const encoder = new TextEncoder()

export function loadBaseFolder(base: BaseSource, path: string, keyOf?: (name: string) => string): BaseFolder {
  const names = createNameColumn(keyOf)
  const all: Agreed[] = []
  for (const { name, agreed } of base.folder(path)) {
    names.add(encoder.encode(name))
    all.push(agreed)
  }
  const agreedOf = (row: number) => {
    const agreed = all[row]
    if (!agreed) throw new RangeError('no such row')
    return agreed
  }
  return { names: names.sorted(), agreedOf, kindOf: (row) => agreedOf(row).left.kind }
}
