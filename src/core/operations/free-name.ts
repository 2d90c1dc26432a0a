import { baseName, childPath, parentPath } from '../../contract/location.ts'
import { type Spot, statIfAny } from './copy-job.ts'

/** `report (2).pdf` for `report.pdf`. Names that only begin with a dot have no ending, and `.tar.gz` is one. */
export function numberedName(name: string, number: number, kind: 'file' | 'folder'): string {
  const ending = kind === 'file' ? (/(?<=.)(?:\.tar)?\.[^.]+$/su.exec(name)?.[0] ?? '') : ''
  return `${name.slice(0, name.length - ending.length)} (${number})${ending}`
}

/** The spot itself when nothing has its name, else the first numbered one that is free. */
export async function freeSpot(spot: Spot, kind: 'file' | 'folder', signal: AbortSignal): Promise<Spot> {
  let candidate = spot
  for (let number = 2; await statIfAny(candidate, signal); number += 1) {
    signal.throwIfAborted()
    const name = numberedName(baseName(spot.path), number, kind)
    candidate = { ...spot, path: childPath(parentPath(spot.path), name) }
  }
  return candidate
}
