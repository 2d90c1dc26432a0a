/** The file system of the stand-in server: a real folder that behaves like HDFS. */
import type { BigIntStats } from 'node:fs'
import { chmod, lstat, mkdir, readdir, rename, rm, rmdir, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { exceptions, JavaException } from './answers.ts'

export interface HdfsFiles {
  readonly folder: string
  full(path: string): string
  status(path: string): Promise<Record<string, unknown>>
  /** In the order of HDFS. */
  children(path: string): Promise<readonly string[]>
  makeFolders(path: string): Promise<boolean>
  remove(path: string, isRecursive: boolean): Promise<boolean>
  /** Renames without options: if the target is a folder, the entry moves into it. Nothing is replaced. */
  rename(from: string, to: string): Promise<boolean>
  renameWith(from: string, to: string, mayReplace: boolean): Promise<void>
  setTimes(path: string, modifiedMs: number): Promise<void>
  setPermission(path: string, octal: string): Promise<void>
  setOwner(path: string, owner: string | null, group: string | null): Promise<void>
}

export function createFiles(folder: string): HdfsFiles {
  const owners = new Map<bigint, { readonly owner: string; readonly group: string }>()
  const full = (path: string) => {
    for (const name of path.split('/')) {
      if (/:/.test(name) || name === '..' || name === '.') throw exceptions.badName(path)
      if (Buffer.byteLength(name) > 255) throw exceptions.tooLong(name)
    }
    return join(folder, path)
  }
  async function statOf(path: string): Promise<BigIntStats> {
    try {
      return await lstat(full(path), { bigint: true })
    } catch (error) {
      if (error instanceof JavaException) throw error
      throw (error as NodeJS.ErrnoException).code === 'ENOTDIR' ? exceptions.noFolder(path) : exceptions.missing(path)
    }
  }
  const kindOf = async (path: string) =>
    statOf(path).then(
      (stats) => (stats.isDirectory() ? 'folder' : 'file'),
      (error: JavaException) => {
        if (error.status === 404) return undefined
        throw error
      },
    )

  return {
    folder,
    full,
    async status(path) {
      const stats = await statOf(path)
      const isFolder = stats.isDirectory()
      return {
        accessTime: 0,
        blockSize: isFolder ? 0 : 134_217_728,
        childrenNum: 0,
        fileId: Number(stats.birthtimeNs / 1000n), // inode numbers are reused, but file ids of HDFS never are
        ...(owners.get(stats.ino) ?? { owner: 'ann', group: 'supergroup' }),
        length: isFolder ? 0 : Number(stats.size),
        modificationTime: Math.round(Number(stats.mtimeNs) / 1e6),
        pathSuffix: '',
        permission: (Number(stats.mode) & 0o1777).toString(8),
        replication: isFolder ? 0 : 3,
        storagePolicy: 0,
        type: isFolder ? 'DIRECTORY' : 'FILE',
        ...(isFolder && { ecPolicyObj: { name: 'RS "6-3"', schema: { codecName: '}' } } }),
      }
    },
    async children(path) {
      const names = await readdir(full(path))
      return names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    },
    async makeFolders(path) {
      if ((await kindOf(path)) === 'file') throw exceptions.there(path)
      await mkdir(full(path), { recursive: true, mode: 0o755 })
      return true
    },
    async remove(path, isRecursive) {
      const kind = await kindOf(path)
      if (kind === undefined || path === '/') return false
      if (isRecursive || kind === 'file') await rm(full(path), { recursive: isRecursive })
      else {
        await rmdir(full(path)).catch((error: NodeJS.ErrnoException) => {
          throw error.code === 'ENOTEMPTY' ? exceptions.notEmpty(path) : error
        })
      }
      return true
    },
    async rename(from, to) {
      if ((await kindOf(from)) === undefined) return false
      const kind = await kindOf(to)
      const target = kind === 'folder' ? join(to, from.slice(from.lastIndexOf('/') + 1)) : to
      if ((await kindOf(target)) !== undefined || target.startsWith(`${from}/`)) return false
      return rename(full(from), full(target)).then(
        () => true,
        () => false,
      )
    },
    async renameWith(from, to, mayReplace) {
      const [source, target] = [await kindOf(from), await kindOf(to)]
      if (source === undefined) throw exceptions.missing(from)
      if (to.startsWith(`${from}/`))
        throw exceptions.io(`Rename destination ${to} is a directory or file under source ${from}`)
      if (from === to) throw exceptions.there(to)
      if (target !== undefined && !mayReplace) throw exceptions.there(to)
      if (target !== undefined && target !== source) {
        throw exceptions.io(`Source ${from} and destination ${to} must both be directories`)
      }
      await rename(full(from), full(to)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOTEMPTY') throw exceptions.io(`rename destination directory is not empty: ${to}`)
        throw error.code === 'ENOENT' ? exceptions.missing(to) : exceptions.noFolder(to)
      })
    },
    async setTimes(path, modifiedMs) {
      await statOf(path)
      if (modifiedMs >= 0) await utimes(full(path), modifiedMs / 1000, modifiedMs / 1000)
    },
    async setPermission(path, octal) {
      if (!/^[01]?[0-7]{3}$/.test(octal))
        throw new JavaException(
          400,
          'java.lang.IllegalArgumentException',
          `Invalid value for webhdfs parameter "permission": ${octal}`,
        )
      await statOf(path)
      await chmod(full(path), Number.parseInt(octal, 8))
    },
    async setOwner(path, owner, group) {
      const { ino } = await statOf(path)
      if (group === 'no such group') {
        throw new JavaException(
          403,
          'org.apache.hadoop.security.AccessControlException',
          'User ann does not belong to no such group',
        )
      }
      const before = owners.get(ino) ?? { owner: 'ann', group: 'supergroup' }
      owners.set(ino, { owner: owner ?? before.owner, group: group ?? before.group })
    },
  }
}
