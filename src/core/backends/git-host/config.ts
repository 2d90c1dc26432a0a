/** The settings that all mounts of repositories share. */
import { z } from 'zod'
import { said } from '../../../contract/sentences/said.ts'

export const endpointSchema = z
  .string()
  .trim()
  .refine((text) => {
    const url = URL.parse(text)
    return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.search === ''
  }, said('git.endpoint').message)
  .transform((text) => text.replace(/\/+$/, ''))

export const repositoryKeys = {
  /** A branch, a tag or a commit. Without it, the default branch. */
  ref: z
    .string()
    .min(1)
    .refine((ref) => !/[\s~^:?*[\\\0]|\.\.|^-/.test(ref), said('git.ref').message)
    .exactOptional(),
  /** The mount's folder in the repository. */
  path: z
    .string()
    .default('')
    .transform((path) => path.replace(/^\/+|\/+$/g, ''))
    .refine(
      (path) => path === '' || path.split('/').every((name) => !['', '.', '..'].includes(name)),
      said('git.path').message,
    ),
  token: z.string().min(1).exactOptional(),
  /** What the mount shows: the files at `ref`, or a folder for each branch, tag or release. */
  show: z.enum(['files', 'branches', 'tags', 'releases']).default('files'),
} as const

export interface RepositoryConfig {
  readonly repository: string
  readonly ref?: string
  readonly path: string
  readonly token?: string
  readonly endpoint?: string
  readonly show: 'files' | 'branches' | 'tags' | 'releases'
}
