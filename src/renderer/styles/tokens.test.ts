import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const sheet = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8')

/** Returns the colours of several rules together; later rules override earlier ones. */
function colorsOf(...selectors: readonly string[]): ReadonlyMap<string, string> {
  const colors = new Map<string, string>()
  for (const selector of selectors) {
    const start = sheet.indexOf(`\n${selector} {`)
    expect(start, selector).toBeGreaterThan(-1)
    const body = sheet.slice(start, sheet.indexOf('}', start))
    for (const [, name = '', color = ''] of body.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)) colors.set(name, color)
  }
  return colors
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y)
  return (high + 0.05) / (low + 0.05)
}

const grounds = ['paper', 'panel', 'sunk', 'row', 'sea-soft']
const texts = ['ink', 'ink-2', 'ink-3', 'sea', 'sea-ink', 'ok', 'warn', 'bad']

describe.each([
  ['light', [':root', "[data-contrast='more']"]],
  ['dark', [':root', "[data-theme='dark']", "[data-contrast='more']", "[data-theme='dark'][data-contrast='more']"]],
] as const)('more contrast, %s', (_, selectors) => {
  const colors = colorsOf(...selectors)
  const of = (name: string) => colors.get(name) ?? '#000000'

  test.each(texts.flatMap((text) => grounds.map((ground) => [text, ground] as const)))(
    'contrast of %s on %s',
    (text, ground) => {
      expect(contrast(of(text), of(ground))).toBeGreaterThanOrEqual(7)
    },
  )

  test('contrast of button labels and borders', () => {
    expect(contrast(of('on-sea'), of('sea'))).toBeGreaterThanOrEqual(7)
    for (const ground of ['paper', 'panel']) expect(contrast(of('line'), of(ground))).toBeGreaterThanOrEqual(3)
  })
})
