import { text } from '../../../strings/text.ts'
import type { DateFormat } from '../../../ui/format/date.ts'

/** The tags that a camera wrote into an image; each may be missing. */
export interface CameraTags {
  readonly Make?: unknown
  readonly Model?: unknown
  readonly DateTimeOriginal?: unknown
  readonly ExposureTime?: unknown
  readonly FNumber?: unknown
  readonly ISO?: unknown
  readonly FocalLength?: unknown
}

/** Reads the tags from the beginning of an image. Returns no tags if there are none or they are invalid. */
export async function readCameraTags(head: Uint8Array): Promise<CameraTags> {
  const { default: exifr } = await import('exifr')
  const pick = ['Make', 'Model', 'DateTimeOriginal', 'ExposureTime', 'FNumber', 'ISO', 'FocalLength']
  try {
    return ((await exifr.parse(head, { pick, gps: false })) as CameraTags | undefined) ?? {}
  } catch {
    return {}
  }
}

/** Returns the camera, the time and the exposure as short texts. */
export function cameraFacts(tags: CameraTags, dates: DateFormat): readonly string[] {
  const { DateTimeOriginal: taken } = tags
  const facts = [
    cameraName(tags),
    taken instanceof Date && !Number.isNaN(taken.getTime()) && dates.full(taken.getTime()),
    isPositive(tags.ExposureTime) && text('look.exposure', { time: exposure(tags.ExposureTime) }),
    isPositive(tags.FNumber) && text('look.f-number', { f: rounded(tags.FNumber) }),
    isPositive(tags.ISO) && text('look.iso', { iso: tags.ISO }),
    isPositive(tags.FocalLength) && text('look.focal', { mm: rounded(tags.FocalLength) }),
  ]
  return facts.filter((fact) => typeof fact === 'string' && fact !== '') as string[]
}

/** The model often begins with the name of the maker already. */
function cameraName({ Make, Model }: CameraTags): string {
  const [make, model] = [Make, Model].map((name) => (typeof name === 'string' ? name.replaceAll('\0', '').trim() : ''))
  const maker = make?.split(' ')[0] ?? ''
  return model?.toLowerCase().startsWith(maker.toLowerCase()) ? model : `${make} ${model}`.trim()
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0
}

function exposure(seconds: number): string {
  return seconds < 0.4 ? `1/${Math.round(1 / seconds)}` : rounded(seconds)
}

function rounded(value: number): string {
  return String(Math.round(value * 10) / 10)
}
