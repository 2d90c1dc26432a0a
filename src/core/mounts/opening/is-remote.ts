import type { BackendDescriptor } from '../../backends/descriptor.ts'

/** Is there a line to it that may break? */
export function isRemote({ isRemote: told, group }: BackendDescriptor): boolean {
  return told ?? (group === 'cloud' || group === 'servers')
}
