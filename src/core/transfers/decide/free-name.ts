import { baseName, childPath, parentPath } from '../../../contract/location.ts'
import type { Waits } from '../../backends/backend.ts'
import { type OpenedLocation, statIfAny } from '../../operations/opened-location.ts'

/** `report (2).pdf` for `report.pdf`. Names that only begin with a dot have no ending, and `.tar.gz` is one. */
export function numberedName(name: string, number: number, kind: 'file' | 'folder'): string {
  return markedName(name, String(number), kind)
}

/** The same with a word: `report (left).pdf`. */
export function markedName(name: string, mark: string, kind: 'file' | 'folder'): string {
  const ending = kind === 'file' ? (/(?<=.)(?:\.tar)?\.[^.]+$/su.exec(name)?.[0] ?? '') : ''
  return `${name.slice(0, name.length - ending.length)} (${mark})${ending}`
}

/** The first numbered name beside a place that nothing has. */
export async function freeName(location: OpenedLocation, kind: 'file' | 'folder', { signal }: Waits): Promise<string> {
  for (let number = 2; ; number += 1) {
    signal.throwIfAborted()
    const name = numberedName(baseName(location.path), number, kind)
    if (!(await statIfAny({ ...location, path: childPath(parentPath(location.path), name) }, { signal }))) return name
  }
}
