import type { Limits } from '../../contract/transfer.ts'
import type { CommandContext, OptionTable } from '../command.ts'
import { UsageError } from '../usage-error.ts'
import { bytesOf } from './size.ts'

export const limitOptions: OptionTable = {
  jobs: { type: 'string', value: 'N', help: 'number of parallel files' },
  limit: { type: 'string', value: '10M', help: 'speed limit in bytes per second: 500K, 10M, 1G' },
}

export function transferLimits({ valueOf }: Pick<CommandContext, 'valueOf'>): Limits | undefined {
  const jobs = valueOf('jobs')
  const limit = valueOf('limit')
  if (jobs === undefined && limit === undefined) return undefined
  return {
    ...(jobs !== undefined && { jobs: readJobs(jobs) }),
    ...(limit !== undefined && { bytesPerSecond: readRate(limit) }),
  }
}

function readJobs(text: string): number {
  const jobs = Number(text)
  if (Number.isInteger(jobs) && jobs >= 1 && jobs <= 256) return jobs
  throw new UsageError(`--jobs needs a whole number from 1 to 256, not “${text}”.`)
}

function readRate(text: string): number {
  const rate = bytesOf(text)
  if (rate !== undefined) return rate
  throw new UsageError(`--limit needs bytes a second such as 500K or 10M, not “${text}”.`)
}

/** Parses `100M`, `2G` to bytes. */
export function readBytes(option: string, text: string): number {
  const bytes = bytesOf(text)
  if (bytes !== undefined) return bytes
  throw new UsageError(`--${option} needs a size such as 500K, 100M or 2G, not “${text}”.`)
}

export function readCount(option: string, text: string): number {
  const count = Number(text)
  if (Number.isSafeInteger(count) && count >= 1) return count
  throw new UsageError(`--${option} needs a whole number from 1, not “${text}”.`)
}
