/** A separate process for `local.test.ts`: gives up root's rights and prints what it then sees of a folder. */
import { join } from 'node:path'
import { unpackEntries } from '../../../../contract/entry-page.ts'
import { failureOf } from '../../../../contract/failure.ts'
import { localFailure } from '../failures/failures.ts'
import { listFolder } from '../read/list-folder.ts'
import { makeFolder } from '../write/make-folder.ts'
import { readFile } from '../read/read.ts'

const root = process.argv[2] ?? ''
const { signal } = new AbortController()
const nobody = 65_534

if (process.geteuid?.() === 0) {
  process.setgroups?.([])
  process.setgid?.(nobody)
  process.setuid?.(nobody)
}

function listOf(path: string) {
  try {
    return [...listFolder(root, join(root, path), () => false)].flatMap(unpackEntries)
  } catch (error) {
    return failureOf(localFailure(error, 'local.list', path))
  }
}
async function failureOfWork(work: Promise<unknown>) {
  try {
    await work
    return 'none'
  } catch (error) {
    return failureOf(error)
  }
}

const seen = {
  top: listOf(''),
  closed: listOf('closed'),
  names: listOf('names-only'),
  read: await failureOfWork(readFile(root, 'secret', { signal })),
  make: await failureOfWork(makeFolder(root, 'new')),
}
process.stdout.write(JSON.stringify(seen))
