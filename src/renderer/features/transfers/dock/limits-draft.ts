import type { Limits } from '../../../../contract/transfer.ts'
import { text } from '../../../strings/text.ts'
import { formatSize } from '../../../ui/format/size.ts'

const mega = 1_000_000

/** Returns the texts of the limit fields. */
export function draftOf({ jobs, bytesPerSecond }: Limits): { readonly jobs: string; readonly rate: string } {
  return {
    jobs: jobs === undefined ? '' : String(jobs),
    rate: bytesPerSecond === undefined ? '' : String(bytesPerSecond / mega),
  }
}

/** Formats limits: `4 parallel files · speed limit 5 MB/s`; empty without limits. */
export function limitsText({ jobs, bytesPerSecond }: Limits): string {
  return [
    jobs !== undefined && text('limits.jobs-now', { count: jobs }),
    bytesPerSecond !== undefined && text('limits.rate-now', { size: formatSize(bytesPerSecond) }),
  ]
    .filter(Boolean)
    .join(' · ')
}

export type ReadLimits =
  | { readonly kind: 'ok'; readonly limits: Limits }
  | { readonly kind: 'wrong'; readonly jobs: boolean; readonly rate: boolean }

/** Reads the typed limits. An empty field means no limit. */
export function readLimits(jobs: string, rate: string): ReadLimits {
  const jobsNumber = jobs.trim() === '' ? undefined : Number(jobs)
  const rateNumber = rate.trim() === '' ? undefined : Number(rate.replace(',', '.'))
  const isJobsWrong =
    jobsNumber !== undefined && !(Number.isInteger(jobsNumber) && jobsNumber >= 1 && jobsNumber <= 256)
  const isRateWrong = rateNumber !== undefined && !(Number.isFinite(rateNumber) && rateNumber > 0)
  if (isJobsWrong || isRateWrong) return { kind: 'wrong', jobs: isJobsWrong, rate: isRateWrong }
  return {
    kind: 'ok',
    limits: {
      ...(jobsNumber !== undefined && { jobs: jobsNumber }),
      ...(rateNumber !== undefined && { bytesPerSecond: rateNumber * mega }),
    },
  }
}
