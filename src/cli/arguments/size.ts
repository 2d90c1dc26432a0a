const factors: Readonly<Record<string, number>> = { '': 1, k: 1000, m: 1000 ** 2, g: 1000 ** 3, t: 1000 ** 4 }

/** Parses `500K`, `10M`, `1.5G`, `2T` to bytes; undefined if the text is not a size of at least one byte. */
export function bytesOf(text: string): number | undefined {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([kmgt]?)b?$/i.exec(text.trim()) ?? []
  const bytes = Math.round(Number(number) * (factors[unit.toLowerCase()] ?? Number.NaN))
  return bytes >= 1 ? bytes : undefined
}
