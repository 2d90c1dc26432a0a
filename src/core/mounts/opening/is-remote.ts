import type { BackendDescriptor } from '../../backends/descriptor.ts'

/** Tells whether the mount is reached through a connection that may break. */
export function isRemote({ isRemote: told, group }: BackendDescriptor): boolean {
  return told ?? (group === 'cloud' || group === 'servers')
}
